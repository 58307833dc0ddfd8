import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel

/// The second word of who proposes an exchange: all that the terms need from its side. Both then compute the same terms
/// from the same descriptions, so neither chooses its role.
struct Invitation: Hashable, CanonicalValue {
  private static let table = RecordTable("party_invitation")
  private static let key = Array("sent".utf8)

  let number: Nonce
  /// Where the side that proposes is reached.
  let address: Address
  let items: [DescribedItem]
  let party: PartyTerms
  let arbiter: ArbiterTerms
  /// The keys of all ledgers, issuers and registries that either side's items name, in the order of their thumbprints.
  let signers: [PublicKey]
  let closes: Timestamp
  let window: Span

  init(
    number: Nonce, address: Address, items: [DescribedItem], party: PartyTerms, arbiter: ArbiterTerms,
    signers: [PublicKey], closes: Timestamp, window: Span
  ) {
    self.number = number
    self.address = address
    self.items = items
    self.party = party
    self.arbiter = arbiter
    self.signers = signers
    self.closes = closes
    self.window = window
  }

  /// Two exchanges of the same parties cannot be linked by it.
  var context: Digest { Digest(of: number.bytes, for: .context) }

  /// Makes it durable before it leaves; where one was made before, that one is repeated.
  func kept(in records: any Records) async throws -> Invitation {
    let bytes = canonicalBytes
    let kept = try await records.transact { transaction in
      if let known = try transaction.value(Self.key, in: Self.table) { return known }
      _ = try transaction.insert(bytes, for: Self.key, in: Self.table)
      return bytes
    }
    return try Invitation(canonicalBytes: kept, limits: ExchangeBundle.limits)
  }

  /// The terms that follow, for both sides alike. Refuses what cannot be fair.
  func terms(_ proposal: ExchangeProposal, invited: PartyTerms) throws(Refusal) -> ExchangeTerms {
    let (originator, responder) = proposal.proposerRole == .originator ? (party, invited) : (invited, party)
    return try proposal.terms(
      originator: originator, responder: responder, arbiter: arbiter, closes: closes, window: window, keys: signers,
      context: context)
  }

  var json: JSON {
    .fields([
      "address": address.json, "arbiter": arbiter.json, "closes": closes.json, "items": items.json,
      "number": number.json,
      "party": party.json, "signers": signers.json, "window": window.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    arbiter = try fields.value("arbiter")
    closes = try fields.value("closes")
    items = try fields.value("items")
    number = try fields.value("number")
    party = try fields.value("party")
    signers = try fields.value("signers")
    window = try fields.value("window")
    try fields.close()
  }

  /// The answer: the other half of the terms, and the exchange's id to compare.
  struct Reply: Hashable, CanonicalValue {
    let party: PartyTerms
    let exchange: Digest

    init(party: PartyTerms, exchange: Digest) {
      self.party = party
      self.exchange = exchange
    }

    var json: JSON { .fields(["exchange": exchange.json, "party": party.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      exchange = try fields.value("exchange")
      party = try fields.value("party")
      try fields.close()
    }
  }
}
