/// An element of an ISO 20022 document: a name, perhaps a currency, and either text or further elements.
///
/// That is all of XML that these documents need: one namespace, no other attributes, no mixed content, no comments, no processing
/// instructions, no document type and so no entities of anybody's making.
package struct XMLElement: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case text(String)
    case elements([XMLElement])
  }

  package let name: String
  /// The attribute `Ccy` of amounts.
  package let currency: String?
  package let content: Content

  package init(_ name: String, text: String, currency: String? = nil) {
    self.name = name
    self.currency = currency
    content = .text(text)
  }

  package init(_ name: String, _ elements: [XMLElement?]) {
    self.name = name
    currency = nil
    content = .elements(elements.compactMap { $0 })
  }

  /// Nested elements that hold nothing but each other: `["Id", "IBAN"]` and the text.
  package static func path(_ names: [String], text: String) -> XMLElement {
    let innermost = XMLElement(names.last ?? "", text: text)
    return names.dropLast().reversed().reduce(innermost) { XMLElement($1, [$0]) }
  }

  /// The bytes of a document whose root has this namespace.
  package func document(namespace: String) -> [UInt8] {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(to: &text, indent: "", namespace: namespace)
    return Array(text.utf8)
  }

  private func write(to text: inout String, indent: String, namespace: String?) {
    text += indent + "<" + name
    if let namespace { text += " xmlns=\"\(namespace)\"" }
    if let currency { text += " Ccy=\"\(Self.escaped(currency))\"" }
    switch content {
    case .text(let inner): text += ">" + Self.escaped(inner) + "</\(name)>\n"
    case .elements(let elements):
      text += ">\n"
      for element in elements { element.write(to: &text, indent: indent + "  ", namespace: nil) }
      text += indent + "</\(name)>\n"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
