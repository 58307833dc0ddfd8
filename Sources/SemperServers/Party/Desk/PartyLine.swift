import Foundation
import SemperCoding
public import SemperCommunication
public import SemperExchange
public import SemperModel

/// What a party says on standard output, one line each: where it answers, and how its exchange or transfer has ended for it.
public enum PartyLine: Hashable, Sendable {
  case ready(Address)
  /// With the file that holds its evidence, and what of the peer's was not as expected although it was as described.
  case ended(ExchangeOutcome, exchange: Digest, evidence: String, unexpected: Refusal? = nil)
  case transferred(PartyTransferEnd)
  case gaveInPieces(PartyPiecesEnd)
  /// The first bytes of a stream at this place are here; what comes after them nobody knows yet.
  case arriving(String)
  /// How the signing of a contract of several parties has ended.
  case signed(PartyContractEnd)
  /// What both have agreed on, before this party commits itself to it: who it is, and how fair that is.
  case planned(ExchangeProposal, as: ExchangeRole)
  /// Both sides could not agree, and nothing was bound.
  case notAgreed(Refusal)
  /// Somebody has proposed what this party does not agree to. It goes on waiting for somebody else.
  case turnedDown(Refusal)

  public var text: String {
    let line: JSON =
      switch self {
      case .ready(let address): .fields(["address": address.json, "role": "party".json])
      case .ended(let outcome, let exchange, let evidence, let unexpected):
        .fields([
          "evidence": evidence.json, "exchange": exchange.json, "outcome": Self.word(outcome).json,
          "refusal": Self.refusal(outcome)?.json, "unexpected": unexpected?.json,
        ])
      case .transferred(let end):
        .fields([
          "evidence": end.evidence?.json, "outcome": end.word.json,
          "recipients": end.recipients.isEmpty ? nil : .array(end.recipients.map(\.json)),
          "refusal": end.refusal?.json, "transfer": end.transfer.json,
        ])
      case .gaveInPieces(let end): end.json
      case .signed(let end): end.json
      case .arriving(let path): .fields(["arriving": path.json])
      case .planned(let proposal, let role):
        .fields([
          "plan": .fields([
            "cell": proposal.cell.rawValue.json, "level": proposal.plan.level.json,
            "mode": proposal.plan.modeName.json, "role": role.json,
          ])
        ])
      case .turnedDown(let refusal): .fields(["turnedDown": refusal.json])
      case .notAgreed(let refusal): .fields(["outcome": "not-agreed".json, "refusal": refusal.json])
      }
    return String(decoding: CanonicalJSON.encode(line), as: UTF8.self)
  }

  private static func word(_ outcome: ExchangeOutcome) -> String {
    switch outcome {
    case .completed: "completed"
    case .aborted: "aborted"
    case .compensated: "compensated"
    case .settled: "settled"
    case .declined: "declined"
    case .wronged: "wronged"
    }
  }

  private static func refusal(_ outcome: ExchangeOutcome) -> Refusal? {
    switch outcome {
    case .completed, .aborted, .compensated, .settled: nil
    case .declined(let refusal), .wronged(let refusal): refusal
    }
  }

  /// Writes the line at once.
  @Sendable public static func write(_ line: PartyLine) {
    FileHandle.standardOutput.write(Data((line.text + "\n").utf8))
  }
}
