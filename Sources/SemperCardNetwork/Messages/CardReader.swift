import SemperCoding

/// Takes the bytes of a message off from the front; nothing is read beyond their end.
struct CardReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func text(_ count: Int) throws(CodingError) -> String {
    let taken = rest.prefix(count)
    guard taken.count == count, taken.allSatisfy({ 0x20...0x7E ~= $0 }) else {
      throw CodingError(.malformed, "the message ends early or is not ASCII")
    }
    rest = rest.dropFirst(count)
    return String(decoding: taken, as: UTF8.self)
  }

  /// Digits only: no sign, no space.
  mutating func number(_ digits: Int) throws(CodingError) -> Int {
    let text = try text(digits)
    guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let value = Int(text) else {
      throw CodingError(.malformed, "a length is written in digits")
    }
    return value
  }

  /// The numbers of the elements that a bitmap of 64 bits announces.
  mutating func bitmap(from first: Int) throws(CodingError) -> [Int] {
    let text = try text(16)
    guard FieldFormat("b16").allows(text.utf8), let bits = UInt64(text, radix: 16) else {
      throw CodingError(.malformed, "a bitmap is written in 16 hexadecimal digits")
    }
    return (0..<64).filter { bits & (1 << UInt64(63 - $0)) != 0 }.map { $0 + first }
  }

  func close() throws(CodingError) {
    guard rest.isEmpty else { throw CodingError(.malformed, "something is left over after the last data element") }
  }
}
