public import SemperCoding
public import SemperModel

/// What the evidence of an exchange piece for piece says: each statement with its fault, if it has one, and, where all of it
/// holds, who gave how many pieces and who stopped.
public struct PieceReport: Hashable, Sendable {
  public let exchange: Digest
  public let links: [ExchangeReport.Link]
  /// How many pieces each side was to give.
  public let pieces: Int
  /// How many good pieces of each side are shown: its signed openings without a gap, or what the other side has confirmed.
  public let given: [ExchangeRole: Int]
  /// Of how many the other side's own signature says that it has them.
  public let confirmed: [ExchangeRole: Int]
  /// Who has signed a piece that is not what it described, or two different commitments.
  public let convicted: Set<ExchangeRole>
  /// Who did not go on; absent when all was given, and when nobody began.
  public let stopped: ExchangeRole?
  /// Who has one good piece of the other side's for which it has not given its own.
  public let owes: ExchangeRole?

  public var ok: Bool { links.allSatisfy { $0.fault == nil } }
  public var isComplete: Bool { ok && given.values.allSatisfy { $0 == pieces } && given.count == 2 }

  public var json: JSON {
    func numbers(_ of: [ExchangeRole: Int]) -> JSON {
      .fields([
        "originator": of[.originator, default: 0].json, "responder": of[.responder, default: 0].json,
      ])
    }
    return .fields([
      "confirmed": numbers(confirmed),
      "convicted": .array(ExchangeRole.allCases.filter(convicted.contains).map(\.json)),
      "exchange": exchange.json, "given": numbers(given), "level": FairnessLevel.incremental.json,
      "links": .array(
        links.map { link in
          .fields([
            "fault": link.fault?.json, "name": link.name.json, "ok": (link.fault == nil).json, "says": link.says.json,
          ])
        }), "ok": ok.json, "owes": owes?.json, "pieces": pieces.json, "stopped": stopped?.json,
    ])
  }
}
