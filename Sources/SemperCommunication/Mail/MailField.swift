/// A structured field of a header: a word and parameters (RFC 2045, section 5.1), such as `multipart/mixed; boundary="a b"`.
///
/// Comments, and parameters in pieces or with a character set (RFC 2231), are not understood; such a parameter has a name of its own, and
/// is nobody's.
struct MailField {
  private static let mostParameters = 32

  /// In lower case.
  let word: String
  private let parameters: [(name: String, value: String)]

  init(_ text: String) throws(MailError) {
    var rest = Substring(text)
    word = Self.trimmed(rest.prefix { $0 != ";" }).lowercased()
    rest = rest.drop { $0 != ";" }
    var parameters = [(name: String, value: String)]()
    while rest.first == ";" {
      rest = rest.dropFirst().drop(while: Self.isSpace)
      guard !rest.isEmpty else { break }
      let name = Self.trimmed(rest.prefix { $0 != "=" && $0 != ";" }).lowercased()
      rest = rest.drop { $0 != "=" && $0 != ";" }
      guard rest.first == "=", !name.isEmpty, parameters.count < Self.mostParameters else {
        throw MailError(.malformed, "“\(text.prefix(60))” has a parameter without a value")
      }
      rest = rest.dropFirst().drop(while: Self.isSpace)
      parameters.append((name, try Self.value(&rest, of: text)))
      rest = rest.drop(while: Self.isSpace)
    }
    guard rest.isEmpty else { throw MailError(.malformed, "“\(text.prefix(60))” cannot be read") }
    self.parameters = parameters
  }

  private static func value(_ rest: inout Substring, of text: String) throws(MailError) -> String {
    guard rest.first == "\"" else {
      let value = trimmed(rest.prefix { $0 != ";" })
      rest = rest.drop { $0 != ";" }
      return value
    }
    rest = rest.dropFirst()
    var value = ""
    while let character = rest.popFirst(), character != "\"" {
      guard character == "\\" else {
        value.append(character)
        if rest.isEmpty { throw MailError(.malformed, "“\(text.prefix(60))” has a quotation without an end") }
        continue
      }
      guard let quoted = rest.popFirst() else { throw MailError(.malformed, "“\(text.prefix(60))” ends too early") }
      value.append(quoted)
    }
    return value
  }

  /// Refuses a parameter that is there twice.
  func parameter(_ name: String) throws(MailError) -> String? {
    let named = parameters.filter { $0.name == name }
    guard named.count <= 1 else { throw MailError(.malformed, "it has the parameter “\(name)” twice") }
    return named.first?.value
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text = text.dropLast() }
    return String(text)
  }

  private static func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" }
}
