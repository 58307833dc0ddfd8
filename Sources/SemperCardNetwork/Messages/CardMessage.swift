public import SemperCoding

/// A message of ISO 8583:1987: the type indicator and the data elements that are present.
///
///     0100 · bitmap (16 hexadecimal digits) · secondary bitmap, if an element above 64 is present · elements in order
///
/// Decoding is strict: upper-case hexadecimal bitmaps, no element without a format, nothing left over, and a secondary bitmap
/// only where it is needed, so that a message has one form.
public struct CardMessage: Hashable, Sendable {
  /// How many bytes a message may have.
  public static let largest = 8192
  private static let secondary = 1

  public let type: MessageType
  public private(set) var elements: [Int: String] = [:]

  public init(_ type: MessageType) { self.type = type }

  /// The same elements under another type, such as a repetition.
  init(_ type: MessageType, elements: [Int: String]) {
    self.type = type
    self.elements = elements
  }

  /// Sets an element, which must fit its format; `nil` leaves it out.
  public mutating func set(_ element: Int, _ value: String?) throws(CodingError) {
    guard let value else {
      elements[element] = nil
      return
    }
    guard let format = FieldTable.formats[element] else {
      throw CodingError(.unknownMember, "there is no data element \(element)")
    }
    try format.check(value.utf8, of: element)
    elements[element] = value
  }

  public subscript(_ element: Int) -> String? { elements[element] }

  /// The element, which the message must have.
  public func value(_ element: Int) throws(CodingError) -> String {
    guard let value = elements[element] else {
      throw CodingError(.missing, "the data element \(element) is missing")
    }
    return value
  }

  // MARK: Coding

  public var encoded: [UInt8] {
    var bitmaps: [UInt64] = elements.keys.contains { $0 > 64 } ? [1 << 63, 0] : [0]
    for element in elements.keys { bitmaps[(element - 1) / 64] |= 1 << UInt64(63 - (element - 1) % 64) }
    var bytes = Array(type.rawValue.utf8)
    for bitmap in bitmaps {
      let digits = String(bitmap, radix: 16, uppercase: true)
      bytes += Array((String(repeating: "0", count: 16 - digits.count) + digits).utf8)
    }
    for (element, value) in elements.sorted(by: { $0.key < $1.key }) {
      let digits = String(value.utf8.count)
      let width = FieldTable.formats[element]?.lengthDigits ?? 0
      if width > 0 { bytes += Array((String(repeating: "0", count: width - digits.count) + digits).utf8) }
      bytes += Array(value.utf8)
    }
    return bytes
  }

  public init(decoding bytes: [UInt8]) throws(CodingError) {
    guard bytes.count <= Self.largest else {
      throw CodingError(.tooLarge, "a message has at most \(Self.largest) bytes")
    }
    var reader = CardReader(bytes)
    guard let type = MessageType(rawValue: try reader.text(4)) else {
      throw CodingError(.outOfRange, "the message type is not handled here")
    }
    self.init(type)
    var numbers = try reader.bitmap(from: 1)
    if numbers.first == Self.secondary {
      let further = try reader.bitmap(from: 65)
      guard !further.isEmpty else { throw CodingError(.notCanonical, "the secondary bitmap is empty") }
      numbers = numbers.dropFirst() + further
    }
    for element in numbers {
      guard let format = FieldTable.formats[element] else {
        throw CodingError(.unknownMember, "there is no data element \(element)")
      }
      let length = format.lengthDigits == 0 ? format.length : try reader.number(format.lengthDigits)
      guard length <= format.length else { throw CodingError(.tooLarge, "the data element \(element) is too long") }
      try set(element, try reader.text(length))
    }
    try reader.close()
  }
}
