/// Names that an author gives: to items, fields, states, options, parameters.
public enum TermsName {
  static let longest = 40

  /// A letter, then letters, digits and single hyphens; at most 40 characters, of ASCII only, so that no two look alike.
  public static func isName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (1...longest).contains(bytes.count), isLetter(bytes[0]), bytes.last != UInt8(ascii: "-") else { return false }
    return bytes.indices.allSatisfy { place in
      isLetter(bytes[place]) || isDigit(bytes[place])
        || bytes[place] == UInt8(ascii: "-") && bytes[place - 1] != UInt8(ascii: "-")
    }
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
  }
  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
