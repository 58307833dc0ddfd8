import SemperCommunication

/// A language that the pages are in.
enum PageLanguage: String, CaseIterable, Sendable {
  case english = "en"
  case german = "de"
  case greek = "el"

  /// What the person chose by a link (`?lang=de`), else what the browser prefers (RFC 9110 `Accept-Language`), else
  /// English.
  init(of request: Request) {
    self =
      request.query["lang"].flatMap { PageLanguage(rawValue: $0) }
      ?? Self.preferred(request.acceptLanguage ?? "")
  }

  private static func preferred(_ header: String) -> PageLanguage {
    let wishes = header.split(separator: ",").prefix(20).compactMap { entry -> (PageLanguage, Double)? in
      let parts = entry.split(separator: ";").map { $0.trimmed }
      guard let tag = parts.first?.split(separator: "-").first,
        let language = PageLanguage(rawValue: tag.lowercased())
      else { return nil }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      return weight > 0 ? (language, weight) : nil
    }
    // The first of equals, as the person has ordered them.
    return wishes.reduce(nil as (PageLanguage, Double)?) { best, wish in
      best.map { $0.1 >= wish.1 } == true ? best : wish
    }?.0 ?? .english
  }

  /// The language's name in itself.
  var name: String {
    switch self {
    case .english: "English"
    case .german: "Deutsch"
    case .greek: "Ελληνικά"
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
