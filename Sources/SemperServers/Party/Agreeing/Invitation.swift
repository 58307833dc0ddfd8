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
  let gives: PeerSide.Said
  let seal: SealingPublicKey
  let party: PartyTerms
  let arbiter: ArbiterTerms
  /// The keys of all ledgers, issuers and registries that either side's items name, in the order of their thumbprints.
  let signers: [PublicKey]
  let closes: Timestamp
  let window: Span

  init(
    number: Nonce, address: Address, gives: PeerSide.Said, seal: SealingPublicKey, party: PartyTerms,
    arbiter: ArbiterTerms,
    signers: [PublicKey], closes: Timestamp, window: Span
  ) {
    self.number = number
    self.address = address
    self.gives = gives
    self.seal = seal
    self.party = party
    self.arbiter = arbiter
    self.signers = signers
    self.closes = closes
    self.window = window
  }

  /// Two exchanges of the same parties cannot be linked by it. It holds the digests of the containers that both have opened,
  /// which both thereby sign.
  ///
  /// - Parameter containers: the proposer's and the invited side's; `nil` for a side that lists its items.
  private func context(_ containers: [Digest?]) -> Digest {
    guard containers.contains(where: { $0 != nil }) else { return Digest(of: number.bytes, for: .context) }
    let none = [UInt8](repeating: 0, count: Digest.size)
    return Digest(of: number.bytes + containers.flatMap { $0?.bytes ?? none }, for: .context)
  }

  /// Makes it durable before it leaves; where one was made before, that one is repeated.
  func kept(in records: any Records) async throws -> Invitation {
    try Invitation(
      canonicalBytes: await records.first(canonicalBytes, for: Self.key, in: Self.table), limits: ExchangeBundle.limits)
  }

  /// The terms that follow, for both sides alike. Refuses what cannot be fair.
  func terms(
    _ proposal: ExchangeProposal, invited: PartyTerms, containers: [Digest?]
  ) throws(Refusal) -> ExchangeTerms {
    let (originator, responder) = proposal.proposerRole == .originator ? (party, invited) : (invited, party)
    return try proposal.terms(
      originator: originator, responder: responder, arbiter: arbiter, closes: closes, window: window, keys: signers,
      context: context(containers))
  }

  var json: JSON {
    .fields([
      "address": address.json, "arbiter": arbiter.json, "closes": closes.json, "gives": gives.json,
      "number": number.json, "party": party.json, "seal": seal.json, "signers": signers.json, "window": window.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    arbiter = try fields.value("arbiter")
    closes = try fields.value("closes")
    gives = try fields.value("gives")
    number = try fields.value("number")
    party = try fields.value("party")
    seal = try fields.value("seal")
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
