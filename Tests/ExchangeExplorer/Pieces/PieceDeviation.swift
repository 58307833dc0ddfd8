/// How a malicious party's commitment to its pieces differs from an honest one.
package enum PieceDeviation: String, Sendable, Hashable, CaseIterable {
  /// Not at all.
  case none = "good"
  /// A second commitment to the same data, sealed under other keys.
  case twin
  /// Its first piece is something else than described.
  case badFirst = "bad-first"
  /// Its last one is.
  case badLast = "bad-last"
  /// Its last ciphertext is never there for anybody to fetch.
  case withheld
  /// One piece fewer.
  case fewer
  /// Its pieces in another order of places.
  case otherPlaces = "other-places"
  /// It speaks of another exchange.
  case otherExchange = "other-exchange"
  /// Somebody else has signed it.
  case otherSigner = "other-signer"
  /// It answers another first message, or one where there is none.
  case otherAnswer = "other-answer"

  /// Whether an honest peer must not take it.
  var mustBeRefused: Bool {
    switch self {
    case .none, .twin, .badFirst, .badLast, .withheld: false
    case .fewer, .otherPlaces, .otherExchange, .otherSigner, .otherAnswer: true
    }
  }
}
