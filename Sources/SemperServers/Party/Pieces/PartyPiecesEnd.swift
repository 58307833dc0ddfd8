import SemperCoding
public import SemperExchange
public import SemperModel

/// How an exchange piece for piece has ended for a party, with the file that holds its evidence.
public struct PartyPiecesEnd: Hashable, Sendable {
  public let outcome: PieceOutcome
  public let exchange: Digest
  public let evidence: String
  /// What of the pieces that are here was not as expected although it was as described.
  public var unexpected: Refusal?

  /// What the party says about it on standard output.
  var json: JSON {
    func line(_ word: String, gave: Int? = nil, holds: Int? = nil, _ refusal: Refusal? = nil) -> JSON {
      .fields([
        "evidence": evidence.json, "exchange": exchange.json, "gave": gave?.json, "holds": holds?.json,
        "outcome": word.json, "refusal": refusal?.json, "unexpected": unexpected?.json,
      ])
    }
    return switch outcome {
    case .completed: line("completed")
    case .stopped(_, let gave, let holds): line("stopped", gave: gave, holds: holds)
    case .wronged(let gave, let holds): line("wronged", gave: gave, holds: holds)
    case .declined(let refusal): line("declined", refusal)
    }
  }
}
