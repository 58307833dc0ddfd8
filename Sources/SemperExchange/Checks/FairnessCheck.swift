public import SemperModel

/// Whether an exchange can be as fair as its terms say. Both parties ask it before they commit and the arbiter before it
/// decides, so that no peer can lower a level by proposing other terms than the planner would.
///
/// The originator opens first in direct mode. If the responder's items then turn out bad, only three things help: the
/// arbiter can take the originator's items back, or it pays a bond, or it has checked the responder's data before
/// (mode via arbiter). Data of any size on both sides cannot be made fair via the arbiter either, because both windows
/// would have to end first.
public enum FairnessCheck {
  /// Refuses with `outsideTerms`.
  ///
  /// - Parameter blame: who has made the terms.
  public static func check(
    _ body: ExchangeBody, items: [DescribedItem], blame: Blame = .peer
  ) throws(Refusal) {
    do {
      try check(body, items)
    } catch let problem {
      throw Refusal(.outsideTerms, blame: blame, problem.words)
    }
  }

  private struct Problem: Error { let words: String }

  private static func check(_ body: ExchangeBody, _ items: [DescribedItem]) throws(Problem) {
    let originator = body.originatorItems.map(\.itemClass)
    let responder = body.responderItems.map(\.itemClass)
    try require(!(originator + responder).contains(.unsecured), "what nobody can lock cannot be exchanged fairly")
    let descriptions = items.map(\.description)
    let bonds = descriptions.suffix(responder.count).filter(\.isBond).count
    try require(!descriptions.prefix(originator.count).contains(where: \.isBond), "only the responder gives a bond")
    try require(
      bonds == (body.level == .compensated ? 1 : 0),
      "a compensated exchange has exactly one bond, and no other exchange has any")
    try require(body.level.isExchange, "level \(body.level.rawValue) is not reached by an exchange")
    try require(
      isFair(originator, responder, mode: body.mode, hasBond: bonds == 1),
      "the responder's items must be such that the arbiter can deliver them, or the originator's such that it can "
        + "take them back, or the exchange opens via the arbiter or with a bond")
    let needsWindow = (originator + responder).contains(where: \.needsWindow)
    let settles = (originator + responder).contains(.reversibleLock)
    try require(
      body.level != .strong || !(needsWindow || settles), "this exchange is strong only within a complaint window")
    try checkSettlement(descriptions, body)
  }

  /// Whether a run between these classes is fair, as the exhaustive exploration says.
  static func isFair(
    _ originator: [ItemClass], _ responder: [ItemClass], mode: OpeningMode, hasBond: Bool
  ) -> Bool {
    switch mode {
    case .direct: responder.allSatisfy(\.isStrong) || originator.allSatisfy(\.isUndoable) || hasBond
    case .viaArbiter: !hasBond && !(originator.contains(.data) && responder.contains(.data))
    }
  }

  /// A claimed lock must stay reversible until the last window in which a failure can be decided has ended.
  private static func checkSettlement(_ descriptions: [ItemDescription], _ body: ExchangeBody) throws(Problem) {
    let needed = 3 * body.window.seconds
    for case .reversibleLock(_, _, _, let settlement) in descriptions {
      try require(
        settlement.seconds >= needed, "a reversible lock stays so for at least three complaint windows")
    }
  }

  private static func require(_ condition: Bool, _ otherwise: String) throws(Problem) {
    guard condition else { throw Problem(words: otherwise) }
  }
}
