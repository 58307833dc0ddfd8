public import Foundation

/// A language that people are spoken to in: the shop's pages and the wallet's terminal know the same.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case german = "de"
  case greek = "el"

  /// The language of a tag such as `de-AT` (RFC 5646) or of a locale's name such as `el_GR.UTF-8` (POSIX); `nil` for one
  /// that nothing is written in.
  public init?(tag: String) {
    let primary = tag.prefix { $0.isLetter }
    self.init(rawValue: primary.lowercased())
  }

  /// What a terminal's person has chosen: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set (POSIX, chapter 8.2),
  /// and English when that names a language that nothing is written in.
  public init(environment: [String: String]) {
    let chosen = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self = chosen.flatMap { Language(tag: $0) } ?? .english
  }

  /// The language's name in itself.
  public var name: String {
    switch self {
    case .english: "English"
    case .german: "Deutsch"
    case .greek: "Ελληνικά"
    }
  }

  /// How amounts, numbers and dates are written in it. English is the euro area's: €1,234.50 and 18 November 2026.
  public var locale: Locale {
    switch self {
    case .english: Locale(identifier: "en_IE")
    case .german: Locale(identifier: "de_DE")
    case .greek: Locale(identifier: "el_GR")
    }
  }
}
