/// Writes an element in its DER form (X.690, 8.1 and 10.1): lengths are definite and as short as can be. All contents are measured
/// before the first byte is written, so that no byte is moved afterwards.
struct DERWriter {
  private(set) var bytes: [UInt8] = []
  /// How long the constructed contents are, in the order in which they are written.
  private var lengths: [Int] = []
  private var next = 0

  init(_ element: DERElement) {
    bytes.reserveCapacity(measure(element))
    write(element)
  }

  /// How many bytes the element takes with its tag and length.
  private mutating func measure(_ element: DERElement) -> Int {
    let length: Int
    switch element.content {
    case .primitive(let content): length = content.count
    case .constructed(let elements):
      let place = lengths.count
      lengths.append(0)
      length = elements.reduce(0) { $0 + measure($1) }
      lengths[place] = length
    }
    return Self.size(of: element.tag) + 1 + Self.octets(of: length) + length
  }

  private mutating func write(_ element: DERElement) {
    switch element.content {
    case .primitive(let content):
      open(element.tag, form: 0, length: content.count)
      bytes.append(contentsOf: content)
    case .constructed(let elements):
      open(element.tag, form: 0x20, length: lengths[next])
      next += 1
      for element in elements { write(element) }
    }
  }

  private mutating func open(_ tag: DERTag, form: UInt8, length: Int) {
    let first = (tag.space == .universal ? 0 : 0x80) | form
    if tag.number < 0x1F {
      bytes.append(first | UInt8(tag.number))
    } else {
      bytes.append(first | 0x1F)
      bytes.append(contentsOf: UInt(tag.number).base128)
    }
    let octets = Self.octets(of: length)
    guard octets > 0 else { return bytes.append(UInt8(length)) }
    bytes.append(0x80 | UInt8(octets))
    for place in (0..<octets).reversed() { bytes.append(UInt8(truncatingIfNeeded: length >> (8 * place))) }
  }

  private static func size(of tag: DERTag) -> Int { tag.number < 0x1F ? 1 : 1 + UInt(tag.number).base128.count }

  /// The bytes of a length beyond the first, which holds short ones itself.
  private static func octets(of length: Int) -> Int {
    length < 0x80 ? 0 : (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
  }
}

extension UInt {
  /// The number in digits of seven bits, all but the last marked, as tags and object identifiers have it.
  var base128: [UInt8] {
    var digits = [UInt8(self & 0x7F)]
    var rest = self >> 7
    while rest > 0 {
      digits.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
      rest >>= 7
    }
    return digits
  }
}
