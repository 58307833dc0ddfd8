import Foundation
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

// The coordinator of a contract of several parties.
extension PartyDesk {
  private static let attempts = 60

  /// Asks everybody for the parts, runs all exchanges to their ends, and writes what shows that the contract binds. Throws a
  /// `Refusal` where somebody does not agree to be asked; nothing is bound then.
  func coordinate(_ wish: ContractWish) async throws -> PartyContractEnd {
    if contract == nil { try await begin(contract: agree(wish)) }
    guard let open = contract else { preconditionFailure("it has just begun") }
    let machine = try await open.run()
    switch machine.outcome {
    case .concluded(let proofs):
      let bundle = ContractBundle(
        text: wish.text, contract: open.agreed.contract, proofs: proofs, roles: counterparts.statements)
      try bundle.requireBinding()
      concluded = bundle
      return PartyContractEnd(.binds, of: open.agreed.id, evidence: try keep(contract: bundle))
    case .calledOff: return PartyContractEnd(.calledOff, of: open.agreed.id)
    case .incomplete: return PartyContractEnd(.incomplete, of: open.agreed.id)
    case nil: preconditionFailure("a contract that has ended has an outcome")
    }
  }

  /// Opens a contract that is durable. Opening it again changes nothing.
  func begin(contract agreed: AgreedContract) throws {
    guard contract == nil else { return }
    let arbiter = try counterparts.requireArbiter()
    let base = try Self.number(agreed)
    let performers = try zip(agreed.sides, zip(agreed.numbers, agreed.peers)).map { side, way in
      let key = keys.signing(base)
      return ExchangePerformer(
        key: key, refund: keys.refund(base).thumbprint, reply: try keys.reply(way.0), means: ExchangeMeans(),
        peer: PartyLink(peer: PeerClient(transport: transport, address: way.1), exchange: side.terms.id),
        arbiter: PartyArbiterDesk(transport: transport, address: arbiter.address, time: time), time: time)
    }
    let driving = Late<MachineDriver<ContractCoordinator>>()
    let driver = MachineDriver(
      ContractCoordinator(agreed.sides, at: agreed.began),
      conversation: ConversationID(
        machine: ContractCoordinator.identity.name, id: Base64URL.encode(agreed.id.bytes)),
      journal: archive.journal, time: time,
      retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 4)), logger: logger
    ) { action in
      let machine = try await driving.value.machine.exchange(action.party)
      return try await performers[action.party].perform(action.action, of: machine).map { .exchange(action.party, $0) }
    }
    driving.set(driver)
    contract = OpenContract(agreed: agreed, driver: driver, driving: driving)
  }

  /// The number of all exchanges of a contract, from which its key derives; each has one of its own besides.
  private static func number(_ agreed: AgreedContract) throws -> Nonce {
    guard let first = agreed.numbers.first else { preconditionFailure("a contract has parties") }
    return first
  }

  private func agree(_ wish: ContractWish) async throws -> AgreedContract {
    var generator = SystemRandomNumberGenerator()
    let base = try await number(or: Nonce(using: &generator))
    // The first exchange has the number that the key derives from, and every other one of its own from it: no two exchanges
    // may share a nonce or a secret.
    let numbers = try wish.peers.indices.map { index in
      try index == 0 ? base : keys.salt(of: "contract/\(index)", base)
    }
    let (key, seal) = (keys.signing(base).publicKey, try keys.container(base).publicKey)
    var parties = [PublicKey]()
    for (number, peer) in zip(numbers, wish.peers) {
      let client = PeerClient(transport: transport, address: peer)
      let reply = try await AuthorityClient.patiently(time, attempts: Self.attempts) {
        try await client.introduce(Introduction(number: number, key: key, seal: seal))
      }
      parties.append(reply.key)
    }
    let arbiter = try counterparts.requireArbiter()
    guard let terms = arbiter.arbiter else {
      throw Refusal(.untrusted, blame: .provider, "the arbiter does not say what exchanges pin")
    }
    let contract = try ManyPartyContract(
      document: wish.text.documentDigest, coordinator: key.thumbprint, parties: parties.map(\.thumbprint),
      arbiter: terms.key.thumbprint)
    let now = await time.now()
    var sides = [ExchangeSide]()
    for (index, (number, peer)) in zip(numbers, wish.peers).enumerated() {
      let invitation = try await ContractInvitation(
        number: number, address: address, contract: contract,
        party: PartyTerms(
          role: .originator, key: key, nonce: try keys.nonce(number), secret: try keys.secret(number)),
        arbiter: terms,
        salts: [try keys.salt(of: "coordinator/part", number), try keys.salt(of: "party/part", number)],
        closes: now.advanced(by: agreement.closes), window: agreement.window
      ).kept(in: archive.records)
      sides.append(try await side(invitation, number, to: peer, whose: parties[index]))
    }
    return try await AgreedContract(
      contract: contract, began: await time.now(), numbers: numbers, peers: wish.peers, sides: sides
    ).store(in: archive.records)
  }

  private func side(
    _ invitation: ContractInvitation, _ number: Nonce, to peer: Address, whose key: PublicKey
  ) async throws -> ExchangeSide {
    let client = PeerClient(transport: transport, address: peer)
    let answer = try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await client.sign(invitation)
    }
    let proposal = try invitation.proposal(to: key.thumbprint)
    let terms = try invitation.terms(proposal, invited: answer.party)
    guard terms.id == answer.exchange, answer.party.key == key else {
      throw Refusal(.outsideTerms, blame: .peer, "a party has agreed on other terms")
    }
    return ExchangeSide(
      terms: terms, items: proposal.items, role: .originator, secret: try keys.secret(number),
      reply: try keys.reply(number).publicKey, patience: agreement.patience)
  }

  /// What shows that the contract of this digest binds, for its parties. Passes until it does.
  func proof(of digest: Digest) throws(Refusal) -> ContractBundle {
    guard let open = contract, open.agreed.id == digest else {
      throw Refusal(.notFound, blame: .peer, "there is no such contract here")
    }
    guard let concluded else {
      throw Refusal(.unavailable, blame: .us, "it is not known yet whether everybody's part counts; ask again later")
    }
    return concluded
  }

  nonisolated func keep(contract bundle: ContractBundle) throws -> String {
    let file = home.path + "/contract.json"
    try Data(bundle.canonicalBytes).write(to: URL(filePath: file), options: .atomic)
    return file
  }
}
