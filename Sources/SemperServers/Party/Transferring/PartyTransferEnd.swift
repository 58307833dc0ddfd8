public import SemperCoding
import SemperExchange
public import SemperModel

/// How a transfer has ended for a party.
public struct PartyTransferEnd: Hashable, Sendable {
  public enum Word: String, Sendable, CanonicalValue {
    // The sender's.
    case received, acknowledged, submitted, transported, silent
    case givenUp = "given-up"
    // The recipient's.
    case kept, expired
    // Of either.
    case refused
  }

  public let word: Word
  /// The digest of the offer.
  public let transfer: Digest
  /// The file with what the party can show; none where no letter has come.
  public let evidence: String?
  public let refusal: Refusal?

  init(_ outcome: TransferOutcome, of transfer: Digest, evidence: String) {
    (word, refusal) =
      switch outcome {
      case .received: (.received, nil)
      case .acknowledged: (.acknowledged, nil)
      case .refused(let refusal): (.refused, refusal)
      case .submitted: (.submitted, nil)
      case .transported: (.transported, nil)
      case .silent: (.silent, nil)
      case .givenUp: (.givenUp, nil)
      }
    self.transfer = transfer
    self.evidence = evidence
  }

  init(_ reply: TransferReply, of transfer: Digest, evidence: String) {
    (word, refusal) =
      switch reply {
      case .kept: (.kept, nil)
      case .refused(let refusal): (.refused, refusal)
      }
    self.transfer = transfer
    self.evidence = evidence
  }

  /// No letter came before the transfer closed.
  init(expired transfer: Digest) {
    (word, refusal, evidence) = (.expired, nil, nil)
    self.transfer = transfer
  }
}
