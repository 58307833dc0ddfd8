import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

// A party of a contract of several that waits to be asked for its part.
extension PartyDesk {
  private static let table = RecordTable("party_contract_asked")
  private static let key = Array("asked".utf8)
  /// How long after the close the coordinator may still show that the contract binds.
  private static let grace = Span(seconds: 5)

  /// Agrees to give its part, if it is asked to sign what its owner wants to sign, and keeps what it was asked.
  func sign(_ invitation: ContractInvitation) async throws -> Invitation.Reply {
    do {
      return try await accept(invitation)
    } catch let refusal as Refusal {
      announce(.turnedDown(refusal))
      throw refusal
    }
  }

  private func accept(_ invitation: ContractInvitation) async throws -> Invitation.Reply {
    guard let wish = agreement.contract, wish.peers.isEmpty else {
      throw Refusal(.outsideTerms, blame: .peer, "this party waits for no contract")
    }
    let number = invitation.number
    try await requireFree(for: number)
    try check(invitation, wish, now: await time.now())
    let mine = try party(.responder, number)
    let proposal = try invitation.proposal(to: mine.key.thumbprint)
    let terms = try invitation.terms(proposal, invited: mine)
    try await take(number)
    let bytes = invitation.canonicalBytes
    try await archive.records.transact { _ = try $0.insert(bytes, for: Self.key, in: Self.table) }
    let kept = try await keep(terms, proposal, .responder, number, peer: invitation.address)
    return Invitation.Reply(party: mine, exchange: kept.id)
  }

  private func check(_ invitation: ContractInvitation, _ wish: ContractWish, now: Timestamp) throws {
    let contract = invitation.contract
    try check(
      arbiter: invitation.arbiter, window: invitation.window, closes: invitation.closes, now: now)
    guard contract.document == wish.text.documentDigest, contract.parties.count + 1 == wish.signers else {
      throw Refusal(
        .notAsOffered, blame: .peer, "this is another text, or another number of signers, than this party signs")
    }
    guard contract.coordinator == invitation.party.key.thumbprint,
      contract.arbiter == invitation.arbiter.key.thumbprint,
      contract.parties.contains(keys.signing(invitation.number).thumbprint)
    else { throw Refusal(.notAParty, blame: .peer, "the contract names other keys than those of who signs it") }
  }

  /// Whether the contract binds, once our part of it counts: the coordinator is asked until it shows that, or until it is too
  /// late.
  func contractEnd() async throws -> PartyContractEnd? {
    guard let bytes = try await archive.records.read({ try $0.value(Self.key, in: Self.table) }),
      let wish = agreement.contract
    else { return nil }
    let invitation = try ContractInvitation(canonicalBytes: bytes, limits: ExchangeBundle.limits)
    let id = invitation.contract.documentDigest
    let client = PeerClient(transport: transport, address: invitation.address)
    while await time.now() < invitation.closes.advanced(by: Self.grace) {
      if let bundle = try? await client.proof(of: id) {
        guard bundle.contract == invitation.contract, bundle.text == wish.text else { break }
        try bundle.requireBinding()
        return PartyContractEnd(.binds, of: id, evidence: try keep(contract: bundle))
      }
      try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
    }
    return PartyContractEnd(.unknown, of: id)
  }
}
