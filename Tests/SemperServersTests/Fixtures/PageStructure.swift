import Testing

/// What every page for people has to be, for those who hear it, use only the keyboard, or see little: WCAG 2.2, level AA, as far as the
/// bytes tell.
enum PageStructure {
  static func check(_ html: String, _ language: String, _ place: String) {
    let elements = PageElement.all(in: html)
    #expect(elements.first?.name == "html" && elements.first?.attributes["lang"] == language, "\(place)")
    checkLandmarks(elements, place)
    checkHeadings(elements, place)
    checkNames(elements, place)
    checkForms(elements, place)
    for element in elements {
      if let tag = element.attributes["lang"] { #expect(["en", "de", "el"].contains(tag), "\(tag) on \(place)") }
      // The order of the document is the order of the keyboard.
      #expect(["0", "-1", nil].contains(element.attributes["tabindex"]), "\(element.name) on \(place)")
      if element.name == "th" { #expect(["col", "row"].contains(element.attributes["scope"]), "\(place)") }
    }
  }

  private static func checkLandmarks(_ elements: [PageElement], _ place: String) {
    for name in ["title", "main", "header", "nav", "footer"] {
      #expect(elements.filter { $0.name == name }.count == 1, "\(name) on \(place)")
    }
    #expect(elements.first { $0.name == "title" }?.text.isEmpty == false, "\(place)")
    // The first thing that the keyboard reaches leads past the header.
    let first = elements.first { $0.name == "a" }
    let target = first?.attributes["href"]
    let main = elements.first { $0.name == "main" }
    #expect(first?.attributes["class"] == "skip" && target == main?.attributes["id"].map { "#" + $0 }, "\(place)")
    #expect(main?.attributes["tabindex"] == "-1", "the focus can go to the content of \(place)")
    let current = elements.filter { $0.attributes["aria-current"] != nil }
    #expect(
      current.count == 1 && current.first?.attributes["hreflang"] == elements.first?.attributes["lang"], "\(place)")
  }

  private static func checkHeadings(_ elements: [PageElement], _ place: String) {
    let levels = elements.compactMap { $0.name.wholeMatch(of: /h([1-6])/).flatMap { Int($0.output.1) } }
    #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1, "\(levels) on \(place)")
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(levels) on \(place)")
  }

  private static func checkNames(_ elements: [PageElement], _ place: String) {
    let named = elements.compactMap { element in element.attributes["id"].map { ($0, element.text) } }
    let texts = Dictionary(named) { first, _ in first }
    #expect(texts.count == named.count, "an id is used twice on \(place)")
    for element in elements {
      for attribute in ["aria-labelledby", "aria-describedby"] {
        for name in element.attributes[attribute]?.split(separator: " ") ?? [] {
          #expect(texts[String(name)]?.isEmpty == false, "\(name) on \(place)")
        }
      }
      if element.name == "a" { #expect(!element.text.isEmpty, "a link without words on \(place)") }
    }
    // A list of landmarks would be of no use if two had one name.
    let regions = elements.filter { ["nav", "section"].contains($0.name) || $0.attributes["role"] == "region" }
    let names = regions.compactMap { $0.attributes["aria-label"] ?? $0.attributes["aria-labelledby"] }
    #expect(Set(names).count == names.count, "\(names) on \(place)")
    // What scrolls by itself can be reached without a mouse, and says what it is.
    for region in regions where region.attributes["role"] == "region" {
      #expect(region.attributes["tabindex"] == "0", "\(place)")
    }
  }

  /// What is filled in says what it is, and what is pressed what it does.
  private static func checkForms(_ elements: [PageElement], _ place: String) {
    let labels = Set(elements.filter { $0.name == "label" && !$0.text.isEmpty }.compactMap { $0.attributes["for"] })
    for element in elements {
      switch element.name {
      case "input" where element.attributes["type"] == "hidden": break
      case "input", "textarea":
        #expect(labels.contains(element.attributes["id"] ?? ""), "a field without a label on \(place)")
      case "button": #expect(!element.text.isEmpty, "a button without words on \(place)")
      case "legend": #expect(!element.text.isEmpty && element.around.last == "fieldset", "\(place)")
      case "form": #expect(element.attributes["method"] == "post", "\(place)")
      default: break
      }
    }
  }
}
