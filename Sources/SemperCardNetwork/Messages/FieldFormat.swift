import SemperCoding

/// What a data element may hold: a set of characters, and a length that is fixed or stands before the data.
///
/// Written as the standard does: `n6` is six digits, `n..19` up to 19 digits after a length of two digits, `ans...999` up to 999
/// characters after a length of three.
struct FieldFormat: Sendable, Hashable {
  enum Characters: String, Sendable {
    /// Digits.
    case n
    /// Letters and digits.
    case an
    /// Printable ASCII.
    case ans
    /// Track data: digits and the separators `=` and `D`.
    case z
    /// Binary, written as hexadecimal digits.
    case b
    /// `C` or `D` (credit or debit) and digits.
    case x
  }

  let characters: Characters
  /// Digits of the length that stands before the data; 0 where the length is fixed.
  let lengthDigits: Int
  /// The length in characters, or the longest one.
  let length: Int

  /// - Precondition: the text has the form above; the table is ours.
  init(_ text: String) {
    let letters = text.prefix { $0.isLetter }
    let dots = text.dropFirst(letters.count).prefix { $0 == "." }
    guard let characters = Characters(rawValue: String(letters)),
      let length = Int(text.dropFirst(letters.count + dots.count)), [0, 2, 3].contains(dots.count)
    else { preconditionFailure("“\(text)” is no format of a data element") }
    self.characters = characters
    self.length = length
    lengthDigits = dots.count
  }

  /// Refuses what the element cannot hold.
  func check(_ value: some Collection<UInt8>, of element: Int) throws(CodingError) {
    guard lengthDigits == 0 ? value.count == length : (1...length).contains(value.count) else {
      throw CodingError(.tooLarge, "the data element \(element) has another length")
    }
    guard allows(value) else {
      throw CodingError(.wrongForm, "the data element \(element) holds characters that it may not")
    }
  }

  /// Whether these are characters that it may hold, whatever their number.
  func allows(_ value: some Collection<UInt8>) -> Bool {
    characters == .x ? Self.isSigned(value) : value.allSatisfy(isAllowed)
  }

  private func isAllowed(_ byte: UInt8) -> Bool {
    let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    switch characters {
    case .n, .x: return isDigit
    case .an: return isDigit || Self.isLetter(byte)
    case .ans: return 0x20...0x7E ~= byte
    case .z: return isDigit || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "D")
    case .b: return isDigit || UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
  }

  private static func isSigned(_ value: some Collection<UInt8>) -> Bool {
    (value.first == UInt8(ascii: "C") || value.first == UInt8(ascii: "D"))
      && value.dropFirst().allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }
}
