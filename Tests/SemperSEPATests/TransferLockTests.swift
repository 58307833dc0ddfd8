import PaymentWorlds
import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSEPA

/// Transfers that wait for a fair exchange: locked at the payer's bank, transferred to the payee's, or given back.
@Suite struct TransferLockTests {
  private static let time = Timestamp(seconds: 1_800_000_000)
  private static let arbiter = SigningKey()
  private static let refundKey = SigningKey()
  private static let opening: ItemOpening = {
    var generator = SystemRandomNumberGenerator()
    return OpeningSecret(using: &generator).opening(for: "payment")
  }()

  private let world: TransfersUnderTest

  init() async throws { world = try await Self.open() }

  private static func open(
    road: @escaping @Sendable (any InterbankLink) -> any InterbankLink = { $0 }, _ archive: InMemoryArchive? = nil
  ) async throws -> TransfersUnderTest {
    let world = TransfersUnderTest(time: VirtualTime(now: time), road: road)
    try await world.openBank(archive ?? InMemoryArchive())
    return world
  }

  private static func terms(_ units: Int64 = 10_00, deal: String = "deal", settlement: Span? = nil) -> LockTerms {
    LockTerms(
      exchange: Digest(plain: Array(deal.utf8)), path: "payment", opening: opening.digest,
      amount: Money(minorUnits: units, .euro), payee: TransfersUnderTest.key(of: .payee).thumbprint,
      refund: refundKey.thumbprint, arbiter: arbiter.thumbprint, settlement: settlement)
  }

  /// The payer's or the payee's side of locks at the payer's bank.
  private static func locks(
    _ world: TransfersUnderTest, of party: PaymentParty, destination: BankCode? = nil
  ) -> TransferLocks {
    world.locking(party, to: destination, refund: refundKey) { _ in arbiter.publicKey }
  }

  private static func decision(_ verdict: ArbiterDecision.Verdict, on terms: LockTerms) throws -> SignedStatement {
    try SignedStatement(
      ArbiterDecision(
        exchange: terms.exchange, verdict: verdict, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: arbiter.thumbprint, number: 0, previous: Digest(plain: []), issued: time),
      signedBy: [arbiter])
  }

  private func held() async throws -> Int64 { try await world.balance(.holds, at: .payer) }

  @Test func lockedMoneyIsTransferredOnce() async throws {
    let (payer, payee, terms) = (Self.locks(world, of: .payer), Self.locks(world, of: .payee), Self.terms())
    let receipt = try await payer.lock(terms)
    #expect(try await payer.lock(terms) == receipt)
    #expect(try await held() == 10_00)
    #expect(try await world.wealth(of: .payer) == 100_00)
    #expect(try await world.wealth(of: .payee) == 100_00)
    for _ in 0..<3 { #expect(try await payee.claim(terms, with: .opening(Self.opening)).content.ending == .claimed) }
    #expect(try await held() == 0)
    #expect(try await world.wealth(of: .payee) == 110_00)
    #expect(try await world.betweenBanks() == 0)
    // What has been transferred nobody takes back.
    let refusal = await #expect(throws: Refusal.self) {
      try await payer.refund(terms, with: Self.decision(.aborted, on: terms))
    }
    #expect(refusal?.code == .lockEnded)
    #expect(try await world.findings() == [])
  }

  @Test func anAbortGivesTheMoneyBackAndNothingLeaves() async throws {
    let (payer, terms) = (Self.locks(world, of: .payer), Self.terms())
    _ = try await payer.lock(terms)
    #expect(try await payer.refund(terms, with: Self.decision(.aborted, on: terms)).content.ending == .refunded)
    #expect(try await world.wealth(of: .payer) == 100_00)
    let refusal = await #expect(throws: Refusal.self) {
      try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening))
    }
    #expect(refusal?.code == .lockEnded)
    #expect(try await world.wealth(of: .payee) == 100_00)
    #expect(try await world.bank(of: .payer).sendDue(now: Self.time) == 0)
  }

  @Test func aRulingTransfersToo() async throws {
    let terms = Self.terms()
    _ = try await Self.locks(world, of: .payer).lock(terms)
    let outcome = try await Self.locks(world, of: .payee)
      .claim(terms, with: .decision(Self.decision(.resolved, on: terms)))
    #expect(outcome.content.ending == .claimed)
    #expect(try await world.wealth(of: .payee) == 110_00)
  }

  @Test func aDivisionTransfersThePayeesPart() async throws {
    let (payer, terms) = (Self.locks(world, of: .payer), Self.terms())
    _ = try await payer.lock(terms)
    let division = try await payer.divide(
      terms, paid: Money(minorUnits: 4_00, .euro), agreement: Digest(plain: [1]),
      until: Self.time.advanced(by: Span(seconds: 60)))
    #expect(try await Self.locks(world, of: .payee).settle(division.signed).content.ending == .settled)
    #expect(try await world.wealth(of: .payer) == 96_00)
    #expect(try await world.wealth(of: .payee) == 104_00)
    #expect(try await world.betweenBanks() == 0)
  }

  /// The lock has ended, the road is bad: what is owed stays noted, and is sent once, by the payee's next call or by the bank itself.
  @Test(arguments: BadRoad.Loss.allCases, [false, true])
  func whatIsOwedIsSentUntilItIsAnswered(_ loss: BadRoad.Loss, byTheBank: Bool) async throws {
    let archive = InMemoryArchive()
    let world = try await Self.open(road: { BadRoad($0, losing: loss, 1) }, archive)
    let terms = Self.terms()
    _ = try await Self.locks(world, of: .payer).lock(terms)
    await #expect(throws: RoadClosed.self) {
      try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening))
    }
    #expect(try await world.balance(.holds, at: .payer) == 0)
    #expect(try await world.betweenBanks() == (loss == .transfer ? 10_00 : 0))
    // The bank is started anew on what is in its archive, and the road is bad once more.
    try await world.openBank(archive)
    if byTheBank {
      #expect(try await world.bank(of: .payer).sendDue(now: Self.time) == 1)
      #expect(try await world.bank(of: .payer).sendDue(now: Self.time) == 0)
      #expect(try await world.wealth(of: .payee) == 110_00)
    } else {
      await #expect(throws: RoadClosed.self) {
        try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening))
      }
    }
    _ = try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening))
    #expect(try await world.bank(of: .payer).sendDue(now: Self.time) == 0)
    #expect(try await world.wealth(of: .payee) == 110_00)
    #expect(try await world.betweenBanks() == 0)
    #expect(try await world.findings() == [])
  }

  /// The payee's bank rejects: the money is held again, and the payee has it sent to where it has an account.
  @Test func rejectedMoneyWaitsForThePayee() async throws {
    let (terms, key) = (Self.terms(), TransfersUnderTest.key(of: .payee))
    _ = try await Self.locks(world, of: .payer).lock(terms)
    let order = try SignedStatement(
      LockOrder(
        bank: TransfersUnderTest.bankKey(of: .payer).thumbprint, terms: terms,
        action: .claim(Self.opening, into: SigningKey().thumbprint), key: key.publicKey, issued: Self.time),
      signedBy: [key])
    let claim = TransferClaim(
      bank: TransfersUnderTest.bankKey(of: .payer).thumbprint, claim: order,
      destination: TransfersUnderTest.code(of: .payee), key: key.publicKey, issued: Self.time)
    for _ in 0..<2 {
      let refusal = await #expect(throws: Refusal.self) {
        try await world.bank(of: .payer).claim(SignedStatement(claim, signedBy: [key]), now: Self.time)
      }
      #expect(refusal?.code == .unknownAccount)
      #expect(try await held() == 10_00)
      #expect(try await world.betweenBanks() == 0)
    }
    _ = try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening))
    #expect(try await held() == 0)
    #expect(try await world.wealth(of: .payee) == 110_00)
    #expect(try await world.findings() == [])
  }

  @Test func nobodyElseHasItTransferred() async throws {
    let (terms, thief) = (Self.terms(), SigningKey())
    _ = try await Self.locks(world, of: .payer).lock(terms)
    let bank = TransfersUnderTest.bankKey(of: .payer).thumbprint
    func claim(_ order: SigningKey, _ claimer: SigningKey, to name: Thumbprint) throws -> SignedStatement {
      let order = try SignedStatement(
        LockOrder(
          bank: bank, terms: terms, action: .claim(Self.opening, into: thief.thumbprint), key: order.publicKey,
          issued: Self.time), signedBy: [order])
      return try SignedStatement(
        TransferClaim(
          bank: name, claim: order, destination: TransfersUnderTest.code(of: .payee), key: claimer.publicKey,
          issued: Self.time), signedBy: [claimer])
    }
    let payee = TransfersUnderTest.key(of: .payee)
    let wrong = [
      // A stranger, somebody who has seen the payee's own claim, and a claim for another bank.
      try claim(thief, thief, to: bank), try claim(payee, thief, to: bank),
      try claim(payee, payee, to: thief.thumbprint),
    ]
    for signed in wrong {
      let refusal = await #expect(throws: Refusal.self) {
        try await world.bank(of: .payer).claim(signed, now: Self.time)
      }
      #expect(refusal?.code == .wrongSigner)
    }
    #expect(try await held() == 10_00)
  }

  @Test func whatCannotLeaveStaysLocked() async throws {
    let payer = Self.locks(world, of: .payer)
    // A bank that takes no part.
    let terms = Self.terms()
    _ = try await payer.lock(terms)
    let far = Self.locks(world, of: .payee, destination: try BankCode("ELSE"))
    var refusal = await #expect(throws: Refusal.self) { try await far.claim(terms, with: .opening(Self.opening)) }
    #expect(refusal?.code == .untrusted)
    // Money that can still be taken back.
    let undoable = Self.terms(deal: "another", settlement: Span(seconds: 60))
    _ = try await payer.lock(undoable)
    refusal = await #expect(throws: Refusal.self) {
      try await Self.locks(world, of: .payee).claim(undoable, with: .opening(Self.opening))
    }
    #expect(refusal?.code == .lockInvalid)
    #expect(try await held() == 20_00)
    #expect(try await world.betweenBanks() == 0)
  }

  /// A payer does not lock at its bank what its payee wants to see at another.
  @Test func anotherLedgerThanTheAgreedOneLocksNothing() async throws {
    let till = try world.purse(of: .payee)
    let request = PaymentRequest(
      amount: Money(minorUnits: 10_00, .euro), reference: PaymentReference(digest: Digest(plain: [1])),
      demands: PaymentDemands(), notAfter: Self.time.advanced(by: Span(seconds: 60)))
    let option = try await till.option(for: request)
    let refusal = await #expect(throws: Refusal.self) {
      try await Self.locks(world, of: .payer).lock(Self.terms(), paying: option)
    }
    #expect(refusal?.code == .lockMissing)
    #expect(try await held() == 0)
  }

  /// A shop whose customer has another bank claims there: the option names that bank as the one that locks, and the shop's own beside the
  /// account. Whoever has its account elsewhere does not take it.
  @Test func aTillForCustomersOfAnotherBankIsPaidByTheseOnly() async throws {
    let key = TransfersUnderTest.key(of: .payee)
    let limits = PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 60_00, .euro))
    func purse(_ account: SigningKey, at party: PaymentParty, locks: TransferLocks? = nil) throws -> TransferPurse {
      try TransferPurse(
        PurseID(bytes: Array(repeating: 7, count: PurseID.size)), at: TransfersUnderTest.code(of: party),
        named: "Bank of the \(party.rawValue)", of: TransfersUnderTest.directory, account: account,
        link: Counter(system: world, party: party), limits: limits, locks: locks, time: VirtualTime(now: Self.time))
    }
    let till = try purse(key, at: .payee, locks: Self.locks(world, of: .payee))
    #expect(till.descriptor.bank == "Bank of the payee")
    let amount = Money(minorUnits: 10_00, .euro)
    let option = try await till.option(
      for: PaymentRequest(
        amount: amount, reference: PaymentReference(digest: Digest(plain: [1])),
        demands: PaymentDemands(needsLock: true), notAfter: Self.time.advanced(by: Span(seconds: 60))))
    #expect(option.provider == TransfersUnderTest.bankKey(of: .payer).thumbprint)
    #expect(
      try TransferAccount(option.particulars)
        == TransferAccount(
          TransfersUnderTest.iban(of: .payee), at: TransfersUnderTest.bankKey(of: .payee).thumbprint))
    _ = try await purse(TransfersUnderTest.key(of: .payer), at: .payer).fit(option, amount: amount)
    let receipt = try await Self.locks(world, of: .payer).lock(Self.terms(), paying: option)
    #expect(receipt.content.ledger == option.provider)
    let refusal = await #expect(throws: Refusal.self) {
      try await purse(SigningKey(), at: .payee).fit(option, amount: amount)
    }
    #expect(refusal?.code == .lockMissing)
  }

  /// The payee believes that it has been paid when its own bank says so of its own account, all of it.
  @Test(arguments: LyingBank.Lie.allCases) func theLocksBankIsNotBelieved(_ lie: LyingBank.Lie) async throws {
    let terms = Self.terms()
    _ = try await Self.locks(world, of: .payer).lock(terms)
    let link = LyingBank(counter: Counter(system: world, party: .payer), world: world, lie: lie, terms: terms)
    let till = TransferLocks(
      link: link, to: TransfersUnderTest.code(of: .payee), of: TransfersUnderTest.directory,
      account: TransfersUnderTest.key(of: .payee), refundKey: { _ in Self.refundKey },
      time: VirtualTime(now: Self.time), arbiterKey: { _ in Self.arbiter.publicKey })
    let refusal = await #expect(throws: Refusal.self) { try await till.claim(terms, with: .opening(Self.opening)) }
    #expect(refusal.map { [.proofInvalid, .badSignature, .untrusted, .wrongSigner].contains($0.code) } == true)
    // And the truth is.
    #expect(
      try await Self.locks(world, of: .payee).claim(terms, with: .opening(Self.opening)).content.ending == .claimed)
  }

  /// One bank alone clears with itself, over its routes.
  @Test func aBankAloneTransfersToItself() async throws {
    let (key, payee, archive) = (SigningKey(), TransfersUnderTest.key(of: .payee), InMemoryArchive())
    let payer = TransfersUnderTest.key(of: .payer)
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 100_00, .euro))
    for (byte, account) in [(UInt8(1), payer), (2, payee)] {
      let opening = AccountOpening(
        key: account.publicKey, bank: bank.name, currency: .euro,
        operation: try ID(bytes: Array(repeating: byte, count: 16)), issued: Self.time)
      _ = try await bank.open(SignedStatement(opening, signedBy: [account]), now: Self.time)
    }
    let code = BankCode(of: key.thumbprint)
    let directory = BankDirectory([code: key.publicKey])
    let transfers = TransferBank(
      bank: bank, code: code, key: key, directory: directory,
      link: OwnClearing(bank, code: code, key: key) { Self.time })
    let accountLocks = AccountLocks(bank: bank, key: key)
    let address = try Address("http://127.0.0.1:1")
    let lockRoute = Route(.post, "/accounts/locks", summary: "Locks.") { request, _ in
      .json(
        try await accountLocks.perform(
          SignedStatement(json: CanonicalJSON.parse(request.body)), now: Self.time))
    }
    let client = TransferClient(
      transport: InProcessTransport([address: TransferRoutes(transfers) { Self.time }.routes + [lockRoute]]),
      address: address, bank: key.publicKey)
    func locks(_ account: SigningKey) -> TransferLocks {
      TransferLocks(
        link: client, to: code, of: directory, account: account, refundKey: { _ in Self.refundKey },
        time: VirtualTime(now: Self.time), arbiterKey: { _ in Self.arbiter.publicKey })
    }
    _ = try await locks(payer).lock(Self.terms())
    _ = try await locks(payee).claim(Self.terms(), with: .opening(Self.opening))
    let balances = try await archive.records.read { reader in
      try [LedgerAccount.customer(payer.thumbprint), .customer(payee.thumbprint), .holds, .clearing].map {
        try Ledger.balance(of: $0, in: .euro, reader) ?? 0
      }
    }
    #expect(balances == [90_00, 110_00, 0, 0])
    #expect(try await bank.audit().findings == [])
  }
}
