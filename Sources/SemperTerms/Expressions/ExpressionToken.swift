import SemperCoding
import SemperModel

/// The smallest piece of an expression.
enum ExpressionToken: Hashable {
  case literal(Expression.Literal)
  case name(String)
  case symbol(String)
  case end

  /// With the column at which each begins, counted from 1. Refuses signs that no expression has.
  static func all(of text: String) throws(CodingError) -> [(token: ExpressionToken, column: Int)] {
    let bytes = Array(text.utf8)
    var tokens = [(token: ExpressionToken, column: Int)]()
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      let start = place
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
        place += 1
      } else if TermsName.isDigit(byte) {
        tokens.append((try number(bytes, &place), start + 1))
      } else if TermsName.isLetter(byte) {
        tokens.append((try word(bytes, &place), start + 1))
      } else if byte == UInt8(ascii: "'") {
        tokens.append((try quoted(bytes, &place), start + 1))
      } else {
        tokens.append((try symbol(bytes, &place), start + 1))
      }
    }
    return tokens + [(.end, bytes.count + 1)]
  }

  private static func part(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  /// An integer, or an amount such as `12.00 EUR`.
  private static func number(_ bytes: [UInt8], _ place: inout Int) throws(CodingError) -> ExpressionToken {
    let start = place
    while place < bytes.count, TermsName.isDigit(bytes[place]) || bytes[place] == UInt8(ascii: ".") { place += 1 }
    let digits = part(bytes[start..<place])
    let code = bytes[place...].prefix(4)
    if code.count == 4, code.first == UInt8(ascii: " "),
      code.dropFirst().allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 })
    {
      place += 4
      return .literal(.money(try Money(digits, Currency(code: part(code.dropFirst())))))
    }
    guard let number = Int64(digits), String(number) == digits, number <= DecodingLimits.widestInteger else {
      throw CodingError(
        .wrongForm, "“\(digits.prefix(30))” at column \(start + 1) is no whole number; amounts are written 12.00 EUR")
    }
    return .literal(.integer(number))
  }

  /// A name, a path, a duration, or a word of the language.
  private static func word(_ bytes: [UInt8], _ place: inout Int) throws(CodingError) -> ExpressionToken {
    let start = place
    while place < bytes.count,
      TermsName.isLetter(bytes[place]) || TermsName.isDigit(bytes[place]) || bytes[place] == UInt8(ascii: ".")
        || bytes[place] == UInt8(ascii: "-") && place + 1 < bytes.count && TermsName.isLetter(bytes[place + 1])
    { place += 1 }
    let word = part(bytes[start..<place])
    switch word {
    case "true": return .literal(.flag(true))
    case "false": return .literal(.flag(false))
    case "and", "or", "not": return .symbol(word)
    default: break
    }
    if word.hasPrefix("P"), word.contains(where: \.isNumber), let span = try? Span(text: word) {
      return .literal(.span(span))
    }
    return .name(word)
  }

  private static func quoted(_ bytes: [UInt8], _ place: inout Int) throws(CodingError) -> ExpressionToken {
    let start = place
    guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "'")) else {
      throw CodingError(.wrongForm, "the text that begins at column \(start + 1) has no end; close it with '")
    }
    place = end + 1
    return .literal(.text(part(bytes[(start + 1)..<end])))
  }

  private static func symbol(_ bytes: [UInt8], _ place: inout Int) throws(CodingError) -> ExpressionToken {
    for length in [2, 1] where place + length <= bytes.count {
      let text = part(bytes[place..<(place + length)])
      guard ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", ","].contains(text) else { continue }
      place += length
      return .symbol(text)
    }
    let sign = part(bytes[place...]).prefix(1)
    throw CodingError(.wrongForm, "column \(place + 1) has “\(sign)”, a sign that no expression has")
  }
}
