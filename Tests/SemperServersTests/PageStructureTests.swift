import Foundation
import SemperCommunication
import SemperServers
import Testing

/// The pages for people who hear them, use only the keyboard, or see little: WCAG 2.2, level AA, as far as the bytes tell.
@Suite("The structure of the shop's pages", .serialized)
struct PageStructureTests {
  @Test("Landmarks, headings, names and languages are in order on every page")
  func structure() async throws {
    try await Market.run { market in
      for language in ["en", "de", "el"] {
        for path in ["/", "/courses/\(Market.course)", "/courses/none"] {
          let html = String(decoding: try await market.get(path, language: language).body, as: UTF8.self)
          let place = "\(path) in \(language)"
          let elements = PageElement.all(in: html)
          #expect(elements.first?.name == "html" && elements.first?.attributes["lang"] == language, "\(place)")
          Self.checkLandmarks(elements, place)
          Self.checkHeadings(elements, place)
          Self.checkNames(elements, place)
          for element in elements {
            if let tag = element.attributes["lang"] { #expect(["en", "de", "el"].contains(tag), "\(tag) on \(place)") }
            // The order of the document is the order of the keyboard.
            #expect(["0", "-1", nil].contains(element.attributes["tabindex"]), "\(element.name) on \(place)")
            if element.name == "th" { #expect(["col", "row"].contains(element.attributes["scope"]), "\(place)") }
          }
        }
      }
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
        if let name = element.attributes[attribute] { #expect(texts[name]?.isEmpty == false, "\(name) on \(place)") }
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

  @Test("Each pair of colours that meet has the contrast of level AA, in light and in dark")
  func contrast() async throws {
    try await Market.run { (market: Market) async throws -> Void in
      let style = String(decoding: try await market.get("/style.css").body, as: UTF8.self)
      let schemes = style.matches(of: /:root\s*\{([^}]*)\}/).map { block in
        Dictionary(
          uniqueKeysWithValues: block.output.1.matches(of: /--(\w+):\s*#([0-9a-f]{6});/).map {
            (String($0.output.1), Self.luminance(String($0.output.2)))
          })
      }
      #expect(schemes.count == 2, "light and dark")
      let text = ["ink", "soft", "accent"].flatMap { ink in ["paper", "card", "tint"].map { (ink, $0) } }
      // The text of the button that hands over stands on the accent.
      for (ink, paper) in text + [("card", "accent")] {
        for (number, scheme) in schemes.enumerated() {
          let (one, other) = (try #require(scheme[ink]), try #require(scheme[paper]))
          let ratio = (max(one, other) + 0.05) / (min(one, other) + 0.05)
          #expect(ratio >= 4.5, "\(ink) on \(paper) in scheme \(number): \(ratio)")
        }
      }
      // No colour comes from elsewhere.
      let rest = style.replacing(/:root\s*\{[^}]*\}/, with: "")
      #expect(rest.matches(of: /#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(/).isEmpty)
      #expect(style.contains(":focus-visible { outline: 3px solid var(--accent)"))
    }
  }

  /// Relative luminance (WCAG 2.2, definition).
  private static func luminance(_ hexadecimal: String) -> Double {
    let value = Int(hexadecimal, radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double((value >> shift) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
