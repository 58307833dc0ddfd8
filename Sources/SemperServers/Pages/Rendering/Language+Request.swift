import SemperCommunication
import SemperTrustedUI

extension Language {
  /// What the person chose by a link (`?lang=de`), else what the browser prefers (RFC 9110 `Accept-Language`), else
  /// English.
  init(of request: Request) {
    self =
      request.query["lang"].flatMap { Language(rawValue: $0) }
      ?? Self.preferred(request.acceptLanguage ?? "")
  }

  private static func preferred(_ header: String) -> Language {
    let wishes = header.split(separator: ",").prefix(20).compactMap { entry -> (Language, Double)? in
      let parts = entry.split(separator: ";").map { $0.trimmed }
      guard let language = parts.first.flatMap({ Language(tag: $0) }) else { return nil }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      return weight > 0 ? (language, weight) : nil
    }
    // The first of equals, as the person has ordered them.
    return wishes.reduce(nil as (Language, Double)?) { best, wish in
      best.map { $0.1 >= wish.1 } == true ? best : wish
    }?.0 ?? .english
  }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
