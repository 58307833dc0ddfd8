public import SemperModel

/// When two sides can give piece for piece (level I), and who may owe what.
///
/// Pieces are items of data that can be checked against a root one by one; both sides give the same number, at least two. The
/// originator opens first and each side opens its next piece only with the peer's last one checked, so the originator has at
/// most one piece out for which nothing came, and the responder never any.
public enum PieceRules {
  /// Fewer would be an exchange in which who opens first loses everything.
  public static let fewest = 2

  /// Whether items of these classes make pieces on both sides.
  public static func match(_ one: [ItemClass], _ other: [ItemClass]) -> Bool {
    one.count == other.count && (fewest...ExchangeBody.mostItems).contains(one.count)
      && (one + other).allSatisfy { $0 == .data || $0 == .checkedData }
  }

  /// Refuses with `outsideTerms` terms that are not those of an exchange piece for piece.
  public static func check(_ body: ExchangeBody) throws(Refusal) {
    guard body.level == .incremental, body.mode == .direct else {
      throw Refusal(.outsideTerms, blame: .peer, "what is given piece for piece has level I and asks no arbiter")
    }
    guard match(body.originatorItems.map(\.itemClass), body.responderItems.map(\.itemClass)) else {
      throw Refusal(
        .outsideTerms, blame: .peer,
        "piece for piece both sides give the same number of pieces of data, \(fewest) to \(ExchangeBody.mostItems): put "
          + "several small ones into one folder, or divide a large one")
    }
  }
}
