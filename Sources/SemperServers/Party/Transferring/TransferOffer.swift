public import SemperCoding
public import SemperCommunication
import SemperCryptography
public import SemperExchange
public import SemperModel

/// What a sender wants to transfer, said before anything is given: a recipient that does not want it refuses, and nothing
/// has happened. Its digest is the id of the transfer, to which every item of it is bound.
public struct TransferOffer: Hashable, Sendable, CanonicalValue {
  public let number: Nonce
  public let sender: PublicKey
  /// In the order of their texts, each once. All of them see who else is offered it.
  public let recipients: [Thumbprint]
  public let items: [DescribedItem]
  /// The keys of all banks and issuers that the items name.
  public let signers: [PublicKey]
  /// Where the sender's ciphertexts are fetched.
  public let address: Address
  /// After this nothing is sent or taken any more.
  public let closes: Timestamp
  public let terms: PartyTransferTerms

  init(
    number: Nonce, sender: PublicKey, recipients: [Thumbprint], items: [DescribedItem], signers: [PublicKey],
    address: Address, closes: Timestamp, terms: PartyTransferTerms = .all
  ) {
    self.number = number
    self.sender = sender
    self.recipients = recipients.sorted()
    self.items = items
    self.signers = signers
    self.address = address
    self.closes = closes
    self.terms = terms
  }

  public var id: Digest { Digest(of: canonicalBytes, for: .transferOffer) }

  /// What a bank writes into its receipt for the money at a place.
  func reference(of path: String) -> Digest { Digest(of: id.bytes + Array(path.utf8), for: .paymentReference) }

  public var json: JSON {
    .fields([
      "address": address.json, "closes": closes.json, "items": items.json, "number": number.json,
      "recipients": recipients.json, "sender": sender.json, "signers": signers.json,
      "transfer": terms == .all ? nil : terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    closes = try fields.value("closes")
    items = try fields.value("items")
    number = try fields.value("number")
    recipients = try fields.value("recipients")
    sender = try fields.value("sender")
    signers = try fields.value("signers")
    terms = try fields.optional("transfer") ?? .all
    try fields.close()
    guard Set(items.map(\.path)).count == items.count, !items.isEmpty else {
      throw CodingError(.duplicateName, "a transfer has items, each at a place of its own").inside("items")
    }
    guard (1...TransferManifest.mostRecipients).contains(recipients.count), Set(recipients).count == recipients.count,
      recipients == recipients.sorted(), !recipients.contains(sender.thumbprint)
    else {
      throw CodingError(.notCanonical, "a transfer has recipients, sorted, each once, not the sender")
        .inside("recipients")
    }
  }

  /// The answer: what the sender needs to seal the package and to pay.
  struct Reply: Hashable, CanonicalValue {
    let seal: SealingPublicKey
    let account: Thumbprint

    init(seal: SealingPublicKey, account: Thumbprint) {
      self.seal = seal
      self.account = account
    }

    var json: JSON { .fields(["account": account.json, "seal": seal.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      account = try fields.value("account")
      seal = try fields.value("seal")
      try fields.close()
    }
  }
}
