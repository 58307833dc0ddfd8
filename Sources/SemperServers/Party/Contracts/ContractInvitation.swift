import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// What a coordinator asks a party to sign: the contract with everybody's keys, and its half of the terms of their exchange of
/// parts.
struct ContractInvitation: Hashable, CanonicalValue {
  private static let table = RecordTable("party_contract_invitations")
  private static let limits = DecodingLimits(bytes: 4 << 20, members: 50_000)

  let number: Nonce
  /// Where the coordinator is reached.
  let address: Address
  let contract: ManyPartyContract
  let party: PartyTerms
  let arbiter: ArbiterTerms
  /// Of the coordinator's part and of the other's.
  let salts: [Nonce]
  let closes: Timestamp
  let window: Span

  init(
    number: Nonce, address: Address, contract: ManyPartyContract, party: PartyTerms, arbiter: ArbiterTerms,
    salts: [Nonce], closes: Timestamp, window: Span
  ) {
    self.number = number
    self.address = address
    self.contract = contract
    self.party = party
    self.arbiter = arbiter
    self.salts = salts
    self.closes = closes
    self.window = window
  }

  /// Makes it durable before it leaves: who has agreed to one agrees to no other under this number.
  func kept(in records: any Records) async throws -> ContractInvitation {
    try ContractInvitation(
      canonicalBytes: await records.first(canonicalBytes, for: number.bytes, in: Self.table), limits: Self.limits)
  }

  func proposal(to party: Thumbprint) throws(Refusal) -> ExchangeProposal {
    try contract.proposal(to: party, salts: salts)
  }

  /// The terms that follow, for both alike.
  func terms(_ proposal: ExchangeProposal, invited: PartyTerms) throws(Refusal) -> ExchangeTerms {
    try proposal.terms(
      originator: party, responder: invited, arbiter: arbiter, closes: closes, window: window, keys: [],
      context: Digest(of: number.bytes + contract.documentDigest.bytes, for: .context))
  }

  var json: JSON {
    .fields([
      "address": address.json, "arbiter": arbiter.json, "closes": closes.json, "contract": contract.json,
      "number": number.json, "party": party.json, "salts": salts.json, "window": window.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    arbiter = try fields.value("arbiter")
    closes = try fields.value("closes")
    contract = try fields.value("contract")
    number = try fields.value("number")
    party = try fields.value("party")
    salts = try fields.value("salts")
    window = try fields.value("window")
    try fields.close()
    guard salts.count == 2 else { throw CodingError(.outOfRange, "each of two parts has a salt").inside("salts") }
  }
}
