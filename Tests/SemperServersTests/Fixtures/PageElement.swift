import Testing

/// An element of a page as it was sent, in document order.
struct PageElement {
  let name: String
  let attributes: [String: String]
  /// The text in it and in its descendants.
  let text: String
  /// The names of the elements around it, outermost first.
  let around: [String]

  private static let empty: Set<String> = ["meta", "link", "br", "input"]

  /// All elements; records an issue where a tag does not close what was opened.
  static func all(in html: String) -> [PageElement] {
    var found = [
      (name: String, attributes: [String: String], start: String.Index, end: String.Index, around: [String])
    ]()
    var open = [Int]()
    for tag in html.matches(of: /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<]*")?)*)\s*>/) {
      let name = String(tag.output.2)
      if tag.output.1 == "/" {
        guard let last = open.popLast(), found[last].name == name else {
          Issue.record("</\(name)> closes nothing")
          return []
        }
        found[last].end = tag.range.lowerBound
        continue
      }
      let attributes = tag.output.3.matches(of: /([a-z-]+)(?:="([^"]*)")?/).map {
        (String($0.output.1), String($0.output.2 ?? ""))
      }
      found.append(
        (
          name, Dictionary(attributes) { first, _ in first }, tag.range.upperBound, tag.range.upperBound,
          open.map { found[$0].name }
        ))
      if !empty.contains(name) { open.append(found.count - 1) }
    }
    #expect(open.isEmpty, "\(open.map { found[$0].name }) stay open")
    return found.map { element in
      let text = String(html[element.start..<element.end]).replacing(/<[^>]*>/, with: " ")
      return PageElement(
        name: element.name, attributes: element.attributes,
        text: text.split(whereSeparator: \.isWhitespace).joined(separator: " "), around: element.around)
    }
  }
}
