import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import Testing

/// What follows from the words of banks about all locks of one exchange.
@Suite struct LockEndsTests {
  let bank = SigningKey()
  let deals = DealKeys()
  let payee = SigningKey()
  let exchange = Digest(plain: [1])

  /// Each lock of an item has terms of its own, since its opening is fresh.
  private func terms(_ path: String = "price", of exchange: Digest? = nil) throws -> LockTerms {
    try TestLock(deals, payee: payee.thumbprint, path: path, exchange: exchange ?? self.exchange).terms
  }

  private func status(
    _ terms: LockTerms, _ ending: LockOutcome.Ending? = nil, told: LockTerms? = nil, by key: SigningKey? = nil
  ) throws -> LockStatus {
    let key = key ?? bank
    let receipt = try SignedStatement(
      LockReceipt(
        terms: terms, ledger: key.thumbprint, operation: ID(bytes: Wallet.random(16)), issued: MintHost.begin),
      signedBy: [key])
    let outcome = try ending.map { ending in
      try SignedStatement(
        LockOutcome(
          terms: told ?? terms, ending: ending, paid: ending == .claimed ? terms.amount : .zero(terms.amount.currency),
          ledger: key.thumbprint, issued: MintHost.begin), signedBy: [key])
    }
    return try LockStatus(json: .fields(["outcome": outcome?.json, "receipt": receipt.json]))
  }

  private func ends(_ statuses: [LockStatus]) -> LockEnds {
    LockEnds(statuses, of: exchange, keys: KeySet([bank.publicKey]), ledgers: [bank.thumbprint])
  }

  @Test func aLockThatStandsIsNotHiddenByAnotherAtItsPlace() throws {
    let (forgotten, kept) = (try status(try terms()), try status(try terms(), .claimed))
    for statuses in [[forgotten, kept], [kept, forgotten]] {
      let ends = ends(statuses)
      #expect(ends.hasMoneyLocked && !ends.isEmpty)
      #expect(ends.hasEnded("price", as: .claimed) && ends.paid("price") == euro(500))
      #expect(ends.paidTwice.isEmpty)
    }
    let done = ends([try status(try terms(), .refunded), kept])
    #expect(!done.hasMoneyLocked && done.paid("price") == euro(500))
  }

  @Test func twoLocksThatPayForOneItemAreSeen() throws {
    let twice = ends([try status(try terms(), .claimed), try status(try terms(), .claimed)])
    #expect(twice.paidTwice == ["price"] && twice.paid("price") == euro(1_000))
    let once = ends([try status(try terms("one"), .claimed), try status(try terms("two"), .claimed)])
    #expect(once.paidTwice.isEmpty && once.paid("one") == euro(500))
  }

  @Test func whatNobodyBelievesOrBelongsElsewhereIsNoLock() throws {
    #expect(ends([try status(try terms(of: Digest(plain: [2])), .claimed)]).isEmpty)
    #expect(ends([try status(try terms(), .claimed, by: SigningKey())]).isEmpty)
    // An outcome of another lock ends nothing.
    let strange = ends([try status(try terms(), .claimed, told: try terms())])
    #expect(strange.hasMoneyLocked && strange.paid("price") == nil)
    #expect(ends([]).isEmpty && !ends([]).hasMoneyLocked)
  }
}
