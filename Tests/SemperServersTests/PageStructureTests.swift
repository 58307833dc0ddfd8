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
          PageStructure.check(html, language, "\(path) in \(language)")
        }
      }
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
