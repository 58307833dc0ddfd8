public import SemperCoding
public import SemperCommunication
import SemperExchange
public import SemperModel

/// How a transfer has ended for a party.
public struct PartyTransferEnd: Hashable, Sendable {
  public enum Word: String, Sendable, CanonicalValue {
    // The sender's.
    case received, acknowledged, submitted, transported, silent
    case givenUp = "given-up"
    /// One of several recipients has never answered, and got no letter.
    case unreached
    /// Several recipients, and not the same of all.
    case differing
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
  /// How it has ended with each, where there is more than one recipient; empty otherwise.
  public private(set) var recipients: [Recipient] = []

  /// How a transfer to several has ended with one of them.
  public struct Recipient: Hashable, Sendable {
    public let address: Address
    /// Its key in the transfer; `nil` for one that has never answered.
    public let key: Thumbprint?
    public let word: Word
    public let refusal: Refusal?

    init(_ addressee: TransferAddressee, _ outcome: TransferOutcome?) {
      (address, key) = (addressee.address, addressee.key)
      if let outcome {
        (word, refusal) = PartyTransferEnd.word(of: outcome)
      } else {
        word = addressee.refusal?.code == .unavailable ? .unreached : .refused
        refusal = addressee.refusal
      }
    }

    var json: JSON {
      .fields(["address": address.json, "key": key?.json, "outcome": word.json, "refusal": refusal?.json])
    }
  }

  init(_ outcome: TransferOutcome, of transfer: Digest, evidence: String) {
    (word, refusal) = Self.word(of: outcome)
    self.transfer = transfer
    self.evidence = evidence
  }

  /// To several: what they have in common, and each by itself.
  init(_ recipients: [Recipient], of transfer: Digest, evidence: String?) {
    let words = Set(recipients.map(\.word))
    word = words.count == 1 ? words.first ?? .differing : .differing
    refusal = nil
    self.transfer = transfer
    self.evidence = evidence
    self.recipients = recipients
  }

  private static func word(of outcome: TransferOutcome) -> (Word, Refusal?) {
    switch outcome {
    case .received: (.received, nil)
    case .acknowledged: (.acknowledged, nil)
    case .refused(let refusal): (.refused, refusal)
    case .submitted: (.submitted, nil)
    case .transported: (.transported, nil)
    case .silent: (.silent, nil)
    case .givenUp: (.givenUp, nil)
    }
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
