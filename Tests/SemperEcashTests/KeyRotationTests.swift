import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import Synchronization
import Testing

/// Keys come and go, and everybody sees the same ones.
@Suite struct KeyRotationTests {
  private static let day: Int64 = 86_400

  /// The lists of three periods of 90 days, each announced 30 days ahead, with three denominations.
  private static func lists() throws -> [MintKeys] {
    var lists = [MintKeys]()
    var entries = [DenominationKey]()
    for period in 0..<3 {
      let begin = MintHost.begin.advanced(by: Span(seconds: Int64(period) * 90 * day))
      let announced = period == 0 ? begin : Timestamp(seconds: begin.seconds - 30 * day)
      let (withdrawEnd, spendEnd) = (
        begin.advanced(by: Span(seconds: 90 * day)), begin.advanced(by: Span(seconds: 300 * day))
      )
      entries += try (0..<3).map { exponent in
        try DenominationKey(
          denomination: Denomination(exponent: exponent), key: MintHost.signingKeys[period * 3 + exponent].publicKey,
          announced: announced, notBefore: begin, withdrawEnd: withdrawEnd, spendEnd: spendEnd,
          legalEnd: spendEnd.advanced(by: Span(seconds: 3650 * day)))
      }
      lists.append(try list(entries, number: period, after: lists.last, issued: announced))
    }
    return lists
  }

  private static func list(
    _ entries: [DenominationKey], number: Int, after before: MintKeys?, issued: Timestamp
  ) throws -> MintKeys {
    let content = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: number, previous: before?.list.digest, keys: entries,
      issued: issued)
    return MintKeys(try VerifiedStatement(signing: content, with: [MintHost.key]))
  }

  @Test func coinsOfThreePeriodsArePaidTogetherUntilTheirEnd() async throws {
    let lists = try Self.lists()
    let host = MintHost(keys: lists[0])
    let signer = LocalBlindSigner(keys: MintHost.signingKeys, threads: 2)
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    for period in 0..<3 {
      if period > 0 {
        host.clock.advance(to: MintHost.begin.advanced(by: Span(seconds: Int64(period) * 90 * Self.day)))
        host.mint.adopt(lists[period], signer: signer)
      }
      try await wallet.purse.withdraw(euro(7))
    }
    try await wallet.purse.deposit(euro(18))
    #expect(try await wallet.purse.balance().available == euro(3))
    try await host.checkBooks()
    // What was announced is no coin yet, and what has ended is none any more.
    host.clock.advance(to: MintHost.begin.advanced(by: Span(seconds: 480 * Self.day)))
    let refusal = await #expect(throws: Refusal.self) { try await wallet.purse.deposit(euro(3)) }
    #expect(refusal?.code == .insufficientFunds)
  }

  @Test func nothingIsIssuedUnderAKeyThatIsOnlyAnnounced() async throws {
    let lists = try Self.lists()
    let host = MintHost(keys: lists[1])
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let next = try #require(lists[1].list.content.keys.last)
    let blank = try RawPayer.Blank(next)
    let refusal = await #expect(throws: Refusal.self) {
      try await payer.send(
        MintWithdrawal(payer.header(), account: payer.account.publicKey, outputs: [blank.output]), [payer.account])
    }
    #expect(refusal?.code == .unavailable)
  }

  @Test func aKeyringAnnouncesTheNextKeysInTime() async throws {
    let archive = InMemoryArchive()
    let configuration = MintConfiguration(keyBits: 2048, exponents: 0...0)
    let begin = MintHost.begin
    func open(_ days: Int64) async throws -> MintKeyring {
      try await MintKeyring.open(
        records: archive.records, keyStore: archive.keys, key: MintHost.key, configuration: configuration,
        now: begin.advanced(by: Span(seconds: days * Self.day)))
    }
    let first = try await open(0)
    #expect(first.nextDue == begin.advanced(by: Span(seconds: 60 * Self.day)))
    #expect(try await open(59).keys.list.digest == first.keys.list.digest)
    let second = try await open(60)
    try second.keys.list.content.require(follows: first.keys.list)
    let made = try #require(second.keys.list.content.keys.last)
    #expect(made.announced == begin.advanced(by: Span(seconds: 60 * Self.day)))
    #expect(made.notBefore == begin.advanced(by: Span(seconds: 90 * Self.day)))
    #expect(second.signingKeys.count == 2)
  }

  // MARK: Cheating mints

  @Test func aListThatNoKnownAuditorHasSignedIsRefused() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    let forged = try MintHost.audited(host.keys, by: SigningKey())
    wallet.transport.given.withLock { $0 = forged }
    wallet.transport.shown.withLock { $0 = forged }
    let failure = await #expect(throws: MintFailure.self) { try await wallet.purse.withdraw(euro(1)) }
    #expect(failure?.code == .misbehaved && failure?.refusal?.code == .untrusted)
  }

  @Test func anAuditorsWordOnAnotherListIsRefused() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    let marked = try MintHost.keyList(MintHost.signingKeys.reversed(), from: MintHost.begin)
    let mixed = AuditedKeyList(list: marked.list.signed, audit: try host.published().audit)
    wallet.transport.given.withLock { $0 = mixed }
    let failure = await #expect(throws: MintFailure.self) { try await wallet.purse.withdraw(euro(1)) }
    #expect(failure?.refusal?.code == .untrusted)
  }

  /// Even with its auditor's help a mint cannot give one customer keys of their own.
  @Test func aListForOneWalletAloneIsRefused() async throws {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    let marked = try MintHost.keyList(MintHost.signingKeys.reversed(), from: MintHost.begin)
    wallet.transport.given.withLock { $0 = try? MintHost.audited(marked) }
    let failure = await #expect(throws: MintFailure.self) { try await wallet.purse.withdraw(euro(1)) }
    #expect(failure?.code == .misbehaved)
    #expect(failure?.message.contains("other keys than its auditor shows") == true)
    // Without the list nothing was ordered.
    wallet.transport.given.withLock { $0 = nil }
    try await wallet.purse.withdraw(euro(1))
    #expect(try await wallet.purse.balance().available == euro(1))
  }

  @Test(arguments: ["older", "changed", "lacking"])
  func aListThatGoesBackOnAnEarlierOneIsRefused(how: String) async throws {
    let lists = try Self.lists()
    let host = MintHost(keys: lists[1])
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    try await wallet.purse.withdraw(euro(1))
    // A purse that starts anew fetches a list when the one it knows issues nothing any more.
    let later = MintHost.begin.advanced(by: Span(seconds: 200 * Self.day))
    host.clock.advance(to: later)
    let entries = lists[2].list.content.keys
    let shown: MintKeys =
      switch how {
      case "older": lists[0]
      case "changed":
        try Self.list(
          entries.map { key in
            try DenominationKey(
              denomination: key.denomination, key: key.key, announced: key.announced, notBefore: key.notBefore,
              withdrawEnd: key.withdrawEnd, spendEnd: key.withdrawEnd, legalEnd: key.legalEnd)
          }, number: 2, after: lists[1], issued: lists[2].list.content.issued)
      case _:
        try Self.list(
          Array(entries.dropFirst()), number: 2, after: lists[1], issued: lists[2].list.content.issued)
      }
    let list = try MintHost.audited(shown)
    wallet.transport.given.withLock { $0 = list }
    wallet.transport.shown.withLock { $0 = list }
    try wallet.restart()
    let failure = await #expect(throws: MintFailure.self) { try await wallet.purse.withdraw(euro(1)) }
    #expect(failure?.code == .misbehaved)
  }

  // MARK: The auditor

  @Test func anAuditorSignsOneListOfEachNumber() async throws {
    let (archive, key) = (InMemoryArchive(), SigningKey())
    let auditor = KeyAuditor(
      records: archive.records, key: key, chain: [], address: try Address("http://127.0.0.1:2"))
    let (lists, mint) = (try Self.lists(), MintHost.key.publicKey)
    let now = MintHost.begin.advanced(by: Span(seconds: 200 * Self.day))
    let first = try await auditor.countersign(lists[0].list.signed, of: mint, now: now)
    // The same again, also after a restart and at another time.
    let again = KeyAuditor(
      records: archive.reopened().records, key: key, chain: [], address: try Address("http://127.0.0.1:3"))
    #expect(try await again.countersign(lists[0].list.signed, of: mint, now: MintHost.begin) == first)
    let other = try MintHost.keyList(MintHost.signingKeys.reversed(), from: MintHost.begin)
    let second = await #expect(throws: Refusal.self) {
      try await again.countersign(other.list.signed, of: mint, now: now)
    }
    #expect(second?.code == .idReused)
    let gap = await #expect(throws: Refusal.self) {
      try await again.countersign(lists[2].list.signed, of: mint, now: now)
    }
    #expect(gap?.code == .notAsOffered)
    let lacking = try Self.list(
      Array(lists[1].list.content.keys.dropFirst()), number: 1, after: lists[0],
      issued: lists[1].list.content.issued)
    let lack = await #expect(throws: Refusal.self) {
      try await again.countersign(lacking.list.signed, of: mint, now: now)
    }
    #expect(lack?.code == .notAsOffered)
    for list in lists.dropFirst() { _ = try await again.countersign(list.list.signed, of: mint, now: now) }
    #expect(try await again.newest(of: mint.thumbprint)?.list.digest == lists[2].list.digest)
    #expect(try await again.newest(of: key.thumbprint) == nil)
  }
}
