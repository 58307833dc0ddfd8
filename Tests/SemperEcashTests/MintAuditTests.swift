import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import Testing

@testable import SemperEcash

/// An auditor that has nothing but the books, the mint's public key and statements that it kept finds every way of cheating.
@Suite struct MintAuditTests {
  let host = MintHost()
  let payer: RawPayer

  init() async throws {
    payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
  }

  /// Two days of business: coins worth 8 and 4 are made and the first one comes back; then one worth 2 is made.
  private func twoDays() async throws -> [VerifiedStatement<MintStatement>] {
    let coins = try await payer.withdraw([3, 2])
    _ = try await payer.deposit([coins[0]], euro(8))
    let first = try await host.mint.state(now: host.clock.now())
    host.clock.advance(by: Span(seconds: 86_400))
    _ = try await payer.withdraw([1])
    return [first, try await host.mint.state(now: host.clock.now())]
  }

  private func audit(
    _ log: RecordTable = MintTables.log, seen: [SignedStatement] = [],
    edit: @escaping @Sendable (Int, [UInt8]) -> [UInt8]? = { $1 }
  ) async throws -> [MintFinding] {
    let keys = host.keys
    return try await host.mint.records.read { reader in
      try MintAudit(
        TamperedReader(books: reader, log: log, edit: edit), keys: keys, mint: MintHost.key.publicKey, seen: seen
      ).findings
    }
  }

  private func units(_ findings: [MintFinding], _ code: MintFinding.Code) -> [Int64?] {
    findings.filter { $0.code == code }.map(\.units)
  }

  @Test func honestBooksHold() async throws {
    let statements = try await twoDays()
    let findings = try await audit(seen: statements.map(\.signed))
    #expect(findings.isEmpty, "\(findings)")
    let (first, second) = (statements[0].content, statements[1].content)
    #expect(first.number == 0 && first.from == 0 && first.size == 2 && first.coins == 4)
    #expect(second.previous == statements[0].digest && second.from == 2 && second.size == 3 && second.coins == 6)
    #expect(second.circulation.map(\.issued).reduce(0, +) == 3)
    #expect(second.circulation.map(\.redeemed).reduce(0, +) == 1)
    #expect(try await host.mint.statements(from: 1).map(\.digest) == [statements[1].digest])
    // A day without business has a statement too.
    let third = try await host.mint.state(now: host.clock.now()).content
    #expect(third.root == nil && third.from == third.size)
    #expect(try await audit().isEmpty)
  }

  @Test func booksAreJudgedAwayFromTheMint() async throws {
    let statements = try await twoDays()
    let list = host.keys.list.signed.canonicalBytes
    try await host.mint.records.transact { _ = try $0.append(list, to: MintTables.lists) }
    let copy = InMemoryArchive()
    try await MintBooks.copy(host.mint.records, of: MintHost.key.publicKey, to: copy.records)
    let books = try await MintBooks(copy.records)
    #expect(books.mint == MintHost.key.publicKey)
    let audit = try await books.audit(seen: statements.map(\.signed))
    #expect(audit.findings.isEmpty, "\(audit.findings)")
    #expect(audit.operations == 3 && audit.statements == 2 && audit.outstanding == 6)
    await #expect(throws: ArchiveError.self) { try await MintBooks(InMemoryArchive().records) }
  }

  @Test func aCoinSignedForNoOperationIsFound() async throws {
    _ = try await twoDays()
    let key = try #require(host.keys.issuing(at: host.clock.now())[Denomination(exponent: 5)]).id
    try await host.mint.records.transact { transaction in
      _ = try transaction.insert(key.bytes + [UInt8](repeating: 0, count: 16), for: key.bytes, in: MintTables.issued)
    }
    let findings = try await audit()
    #expect(units(findings, .extraCoin) == [32])
    #expect(findings.first { $0.code == .extraCoin }?.key == key)
  }

  @Test func aCoinThatNobodyPaidForIsFound() async throws {
    _ = try await twoDays()
    // An operator who writes a coin of his own into log and table, as if it were a withdrawal.
    let blank = try payer.blanks([4])[0].output
    let plan = MintPlan(
      operation: EcashPurse.systemOperation(), request: Digest(plain: []), bytes: [], inputs: [], outputs: [blank],
      posting: nil, lock: nil, receipt: nil)
    let entry = MintLogEntry(plan, time: host.clock.now()).canonicalBytes
    try await host.mint.records.transact { transaction in
      _ = try transaction.append(entry, to: MintTables.log)
      _ = try transaction.insert(
        blank.key.bytes + plan.operation.bytes, for: blank.digest.bytes, in: MintTables.issued)
    }
    #expect(units(try await audit(), .extraCoin) == [16])
  }

  @Test func aSpendThatWasForgottenIsFound() async throws {
    _ = try await twoDays()
    try await host.mint.records.transact { transaction in
      let spent = try transaction.list(MintTables.spent, prefix: [], after: nil, limit: 1)
      for record in spent { try transaction.remove(record.key, in: MintTables.spent) }
    }
    #expect(try await audit().map(\.code) == [.missingSpend])
    #expect(units(try await audit(), .missingSpend) == [8])
  }

  @Test func aSpendWithoutItsRequestIsFound() async throws {
    _ = try await twoDays()
    try await host.mint.records.transact { transaction in
      for record in try transaction.list(MintTables.requests, prefix: [], after: nil, limit: 10) {
        try transaction.remove(record.key, in: MintTables.requests)
      }
    }
    #expect(units(try await audit(), .missingSpend) == [8])
  }

  @Test func aDepositWhoseCoinsTheLogLacksIsFound() async throws {
    _ = try await payer.withdraw([3])
    let coin = try await payer.withdraw([2])
    _ = try await payer.deposit(coin, euro(4))
    // No statement had vouched for the last entry yet: the ledger tells.
    let codes = try await audit { number, bytes in number < 2 ? bytes : nil }.map(\.code)
    #expect(codes.contains(.missingSpend) && codes.contains(.changedLog))
  }

  @Test(arguments: 0..<3)
  func aChangedEntryOfTheLogIsFound(number: Int) async throws {
    _ = try await twoDays()
    let findings = try await audit { index, bytes in
      guard index == number, let entry = try? MintLogEntry(canonicalBytes: bytes) else { return bytes }
      // Only the time is another one: nothing but the statement can tell.
      let plan = MintPlan(
        operation: entry.operation, request: Digest(plain: []), bytes: [], inputs: [], outputs: [], posting: nil,
        lock: nil, receipt: nil)
      let other = MintLogEntry(plan, time: entry.time.advanced(by: Span(seconds: 1))).json
      guard case .object(let object) = other else { return bytes }
      return CanonicalJSON.encode(
        .object(object.with("issued", entry.issued.json).with("spent", entry.spent.json)))
    }
    #expect(findings.map(\.code) == [.changedLog], "\(findings)")
  }

  @Test func aLogCutShortIsFound() async throws {
    _ = try await twoDays()
    #expect(try await audit { number, bytes in number < 2 ? bytes : nil }.map(\.code).contains(.changedLog))
  }

  @Test func aRewrittenLedgerIsFound() async throws {
    _ = try await twoDays()
    let codes = try await audit(Ledger.entryLog) { number, bytes in number < 3 ? bytes : nil }.map(\.code)
    #expect(codes.contains(.changedLog) && codes.contains(.ledger))
  }

  @Test func aForkedStatementIsFound() async throws {
    let statements = try await twoDays()
    let told = statements[1].content
    let other = MintStatement(
      mint: told.mint, number: told.number, previous: told.previous, list: told.list, log: told.from..<told.size,
      root: told.root, circulation: told.circulation, coins: told.coins + 1, locks: told.locks,
      ledger: (told.ledger, told.ledgerHead), issued: told.issued)
    let forked = try SignedStatement(other, signedBy: [MintHost.key])
    #expect(try await audit(seen: [statements[0].signed, forked]).map(\.code) == [.forkedStatement])
    // One that was made and is kept from the auditor.
    let third = try await host.mint.state(now: host.clock.now())
    let withheld = try await audit(MintTables.statements, seen: [third.signed]) { $0 < 2 ? $1 : nil }
    #expect(withheld.map(\.code) == [.forkedStatement])
    // Books whose statements do not follow from each other.
    let branch = try SignedStatement(
      MintStatement(
        mint: told.mint, number: 1, previous: Digest(plain: [1]), list: told.list, log: told.from..<told.size,
        root: told.root, circulation: told.circulation, coins: told.coins, locks: told.locks,
        ledger: (told.ledger, told.ledgerHead), issued: told.issued), signedBy: [MintHost.key]
    ).canonicalBytes
    let codes = try await audit(MintTables.statements) { $0 == 1 ? branch : $1 }.map(\.code)
    #expect(codes.contains(.forkedStatement))
  }

  @Test func aStatementThatSomebodyElseSignedCountsForNothing() async throws {
    _ = try await twoDays()
    let unsigned = Array("{}".utf8)
    #expect(try await audit(MintTables.statements) { $0 == 1 ? unsigned : $1 }.map(\.code) == [.changedLog])
  }

  @Test func aStolenKeyIsFoundWithWhatItCost() async throws {
    _ = try await payer.withdraw([9, 9])
    let (entry, owner) = (
      try #require(host.keys.issuing(at: host.clock.now())[Denomination(exponent: 10)]), SigningKey()
    )
    let blinded = try entry.key.blind(
      Coin.digest(key: entry.id, owner: owner.thumbprint).bytes, seed: Wallet.random(32))
    let signature = try blinded.unblinder.unblind(MintHost.signingKeys[10].sign(blinded.bytes))
    let forged = RawPayer.OwnCoin(
      coin: Coin(key: entry.id, spend: owner.publicKey, signature: signature), key: owner)
    _ = try await payer.deposit([forged], euro(1024))
    _ = try await host.mint.state(now: host.clock.now())
    let findings = try await audit()
    #expect(findings.map(\.code) == [.stolenKey])
    #expect(findings.first?.key == entry.id && findings.first?.units == 1024)
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func aMintThatDiesAsItVouchesMakesOneStatementOfEachNumber(side: CrashPoint.Side) async throws {
    _ = try await payer.withdraw([3])
    host.restart(crash: CrashPoint(write: host.archive.writes.count + 1, side))
    _ = try? await host.mint.state(now: host.clock.now())
    #expect(host.archive.hasCrashed)
    host.restart()
    let next = try await host.mint.state(now: host.clock.now()).content
    #expect(next.number <= 1)
    let keys = KeySet([MintHost.key.publicKey])
    let numbers = try await host.mint.statements(from: 0)
      .map { try VerifiedStatement<MintStatement>(verifying: $0, keys: keys).content.number }
    #expect(numbers == Array(0...next.number))
    #expect(try await audit().isEmpty)
  }
}
