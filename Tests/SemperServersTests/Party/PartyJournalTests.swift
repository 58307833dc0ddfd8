import Logging
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import Testing

@testable import SemperServers

/// How much of its peer's a party keeps.
@Suite struct PartyJournalTests {
  private struct Nobody: ExchangeLink, ArbiterDesk {
    struct Gone: Error {}
    func send(_ statement: SignedStatement) async throws { throw Gone() }
    func call(_ statement: SignedStatement) async throws -> ArbiterAnswer { throw Gone() }
    func ciphertext(
      _ locked: LockedData, under claim: DataClaim
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> { throw Gone() }
    func holds(_ locked: LockedData, under claim: DataClaim) async throws -> Bool { throw Gone() }
    func leave(
      _ ciphertext: AsyncThrowingStream<[UInt8], any Error>, as locked: LockedData, under claim: DataClaim
    ) async throws { throw Gone() }
  }

  private static let start = Timestamp(seconds: 1_795_000_000)
  private let key = SigningKey()
  private let peer = SigningKey()
  private let peerSecret: OpeningSecret
  private let side: ExchangeSide
  private let archive = InMemoryArchive()
  private let time = VirtualTime(now: start)

  init() throws {
    var numbers = SystemRandomNumberGenerator()
    func item(_ path: String) -> DescribedItem {
      DescribedItem(path: path, salt: Nonce(using: &numbers), description: .statement(document: path.documentDigest))
    }
    let proposal = try ExchangeProposal(proposer: [item("o/word")], invited: [item("r/word")])
    let secret = OpeningSecret(using: &numbers)
    peerSecret = OpeningSecret(using: &numbers)
    let role = proposal.proposerRole
    func party(_ role: ExchangeRole, _ key: SigningKey, _ secret: OpeningSecret) -> PartyTerms {
      PartyTerms(role: role, key: key.publicKey, nonce: Nonce(using: &numbers), secret: secret)
    }
    #expect(role == .originator)
    let terms = try proposal.terms(
      originator: party(.originator, peer, peerSecret), responder: party(.responder, key, secret),
      arbiter: ArbiterTerms(
        key: SigningKey().publicKey, sealingKey: SealingKey().publicKey, epoch: 1, policy: "a policy".documentDigest),
      closes: Self.start.advanced(by: Span(seconds: 90_000)), window: Span(seconds: 3_600), keys: [],
      context: "a test".documentDigest)
    side = ExchangeSide(
      terms: terms, items: proposal.items, role: .responder, secret: secret, reply: SealingKey().publicKey,
      patience: Span(seconds: 600))
  }

  /// Ever another one: what is sealed to the arbiter is drawn anew.
  private func commitment() throws -> SignedStatement {
    let (item, terms) = (side.items[0], side.terms)
    let word = try ConditionalStatement(
      exchange: terms.id, path: item.path, document: item.path.documentDigest,
      opening: peerSecret.opening(for: item.path).digest, signer: peer.thumbprint)
    return try SignedStatement(
      CommitOriginator(
        exchange: terms.id, party: peer.thumbprint,
        commitment: Commitment(
          escrow: try Escrow.seal(peerSecret, role: .originator, terms: terms),
          locked: [LockedItem(path: item.path, form: .statement(try SignedStatement(word, signedBy: [peer])))])),
      signedBy: [peer])
  }

  private func proposal(_ number: Int64) throws -> SignedStatement {
    try SignedStatement(
      SettlementProposal(
        exchange: side.terms.id, party: peer.thumbprint,
        plan: SettlementPlan(fates: [.void, .void], until: Self.start.advanced(by: Span(seconds: number))),
        division: nil), signedBy: [peer])
  }

  private func received(_ kind: StatementKind) async throws -> [SignedStatement] {
    try await archive.journal.entries(of: OpenExchange.conversation(side.terms.id)).dropFirst().compactMap { entry in
      guard
        case .received(let statement) = try ExchangeEvent(canonicalBytes: entry.bytes, limits: ExchangeBundle.limits)
      else { return nil }
      return statement.kind == kind ? statement : nil
    }
  }

  private func run(_ body: (OpenExchange) async throws -> Void) async throws {
    let (key, driving) = (key, Late<MachineDriver<ExchangeMachine>>())
    let performer = ExchangePerformer(
      key: key, refund: key.thumbprint, reply: SealingKey(), means: ExchangeMeans(), peer: Nobody(), arbiter: Nobody(),
      time: time)
    let driver = MachineDriver(
      ExchangeMachine(side, at: Self.start), conversation: OpenExchange.conversation(side.terms.id),
      journal: archive.journal, time: time, logger: Logger(label: "party")
    ) { action in try await performer.perform(action, of: try await driving.value.machine) }
    driving.set(driver)
    let open = OpenExchange(
      agreed: AgreedExchange(
        number: try Nonce(bytes: [UInt8](repeating: 1, count: 32)), side: side,
        peer: try Address("http://127.0.0.1:1"), began: Self.start), journal: archive.journal, driver: driver,
      driving: driving)
    let running = Task { try await open.run(settling: nil, time: time) }
    try await body(open)
    running.cancel()
    _ = await running.result
  }

  /// Waits until both have committed here.
  private func committed(_ open: OpenExchange) async throws {
    while true {
      let (machine, revision) = await open.driver.current
      if machine.commits != nil { return }
      try await open.driver.change(after: revision)
    }
  }

  @Test func twoCommitmentsConvictAndMoreAreForgotten() async throws {
    try await run { open in
      let first = try commitment()
      try await open.receive(first, time: time)
      try await committed(open)
      let second = try commitment()
      for _ in 0..<3 {
        try await open.receive(first, time: time)
        try await open.receive(second, time: time)
      }
      for _ in 0..<20 {
        let refusal = await #expect(throws: Refusal.self) { try await open.receive(try commitment(), time: time) }
        #expect(refusal?.code == .overloaded)
      }
      #expect(try await received(.commitOriginator) == [first, second])
    }
    let events = try await archive.journal.entries(of: OpenExchange.conversation(side.terms.id)).dropFirst()
      .map { try ExchangeEvent(canonicalBytes: $0.bytes, limits: ExchangeBundle.limits) }
    let report = ExchangeJudge.judge(
      try ExchangeBundle(side, events: events, roles: []), arbiters: [], ledgers: [])
    #expect(report.ok && report.proves(.peerConvicted, for: .responder))
  }

  @Test func proposalsWithoutEndAreForgotten() async throws {
    try await run { open in
      try await open.receive(try commitment(), time: time)
      try await committed(open)
      let most = try #require(StatementKind.settlementProposal.mostKept)
      for number in 1...Int64(most) { try await open.receive(try proposal(number), time: time) }
      let refusal = await #expect(throws: Refusal.self) { try await open.receive(try proposal(10_000), time: time) }
      #expect(refusal?.code == .overloaded)
      #expect(try await received(.settlementProposal).count == most)
    }
  }
}
