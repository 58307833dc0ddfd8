import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting
import Testing

@testable import SemperEcash

/// What a mint asks for is in its signed list, is taken once, and is the only money that leaves its customers.
@Suite struct FeeTests {
  private static let fees = CoinFees(withdraw: 3, deposit: 2, refresh: 1)

  private static func keys(_ change: ChangeRule) throws -> MintKeys {
    try MintHost.keyList(MintHost.signingKeys, from: MintHost.begin, change: change, fees: fees)
  }

  @Test(arguments: [ChangeRule.free, .refresh])
  func eachOperationCostsWhatTheListSays(change: ChangeRule) async throws {
    let host = MintHost(keys: try Self.keys(change))
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    // 512 and 64: two coins.
    let withdrawn = try await wallet.purse.withdraw(euro(576)).content
    #expect(withdrawn.amount == euro(576) && withdrawn.fee == euro(6))
    #expect(try await host.balance(.customer(wallet.account.thumbprint)) == MintHost.grant.minorUnits - 582)
    // Both coins, without change.
    let payee = SigningKey()
    try await host.openAccount(payee)
    let paid = try await wallet.purse.deposit(euro(512), to: payee.thumbprint).content
    #expect(paid.amount == euro(512) && paid.fee == euro(2))
    #expect(try await host.balance(.customer(payee.thumbprint)) == MintHost.grant.minorUnits + 510)
    #expect(try await host.balance(.fees) == 8)
    // Change: free, or for the price of one refresh.
    let before = try await wallet.purse.balance().available.minorUnits
    _ = try await wallet.purse.deposit(euro(5), to: payee.thumbprint)
    let lost = before - 5 - (try await wallet.purse.balance().available.minorUnits)
    #expect(lost == (change == .refresh ? 1 : 0))
    try await host.checkBooks()
  }

  /// Random business under both rules: nobody's money goes anywhere but to somebody else or to the mint's fees.
  @Test(arguments: [ChangeRule.free, .refresh], [UInt64(1), 2])
  func moneyIsConserved(change: ChangeRule, seed: UInt64) async throws {
    let host = MintHost(keys: try Self.keys(change))
    let (wallet, payee) = (try Wallet(host), SigningKey())
    try await host.openAccount(wallet.account)
    try await host.openAccount(payee)
    let till = EcashTill(
      records: InMemoryArchive().records, client: try Wallet.client(wallet.transport), key: payee,
      account: payee.thumbprint, time: host.clock, arbiterKey: { wallet.deals.arbiterKey($0) })
    var numbers = SeededNumbers(seed)
    var done = 0
    for step in 0..<60 {
      let amount = euro(Int64.random(in: 3...700, using: &numbers))
      do {
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0, 1: try await wallet.purse.withdraw(amount)
        case 2: try await wallet.purse.deposit(amount)
        case 3: try await wallet.purse.deposit(amount, to: payee.thumbprint)
        case let number:
          let lock = try TestLock(wallet.deals, payee: payee.thumbprint, cents: amount.minorUnits)
          _ = try await wallet.purse.lock(lock.terms)
          if number == 4 {
            _ = try await till.claim(lock.terms, with: .opening(lock.opening))
          } else {
            let decision = try wallet.deals.decision(.aborted, on: lock.terms.exchange)
            _ = try await wallet.purse.refund(lock.terms, with: decision)
          }
        }
        done += 1
      } catch let refusal as Refusal where refusal.code == .insufficientFunds { continue }
      try await check(host, wallet, payee, "step \(step)")
    }
    #expect(done > 20)
    #expect(try await host.balance(.fees) > 0)
  }

  private func check(_ host: MintHost, _ wallet: Wallet, _ payee: SigningKey, _ what: Comment) async throws {
    var sum: Int64 = 0
    let accounts: [LedgerAccount] = [
      .customer(wallet.account.thumbprint), .customer(payee.thumbprint), .coins, .locks, .refreshes, .fees,
    ]
    for account in accounts { sum += try await host.balance(account) }
    #expect(sum == 2 * MintHost.grant.minorUnits, what)
    #expect(try await wallet.purse.balance().available == euro(host.balance(.coins)), what)
    #expect(try await host.balance(.refreshes) == 0, what)
    try await host.checkBooks()
  }

  @Test func aMintCannotTakeMoreThanTheListSays() throws {
    let key = MintHost.signingKeys[0].publicKey
    func made(_ fees: CoinFees, _ exponent: Int) throws -> DenominationKey {
      try DenominationKey(
        denomination: Denomination(exponent: exponent), key: key, notBefore: MintHost.begin,
        withdrawEnd: MintHost.begin.advanced(by: Span(seconds: 1)),
        spendEnd: MintHost.begin.advanced(by: Span(seconds: 2)),
        legalEnd: MintHost.begin.advanced(by: Span(seconds: 2)), fees: fees)
    }
    // Nothing would be left of the coin.
    for fees in [CoinFees(deposit: 4), CoinFees(refresh: 4)] {
      #expect(throws: CodingError.self) { try made(fees, 2) }
    }
    #expect(try made(Self.fees.reduced(for: Denomination(exponent: 0)), 0).fees == CoinFees(withdraw: 3))
    let entry = try made(Self.fees, 2)
    #expect(try DenominationKey(json: entry.json) == entry)
    // A later list may not ask more for a key that is known.
    let dearer = try made(CoinFees(withdraw: 4, deposit: 2, refresh: 1), 2)
    let first = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 0, previous: nil, keys: [entry], issued: MintHost.begin)
    let signed = try VerifiedStatement(signing: first, with: [MintHost.key])
    let second = MintKeyList(
      mint: MintHost.key.thumbprint, currency: .euro, number: 1, previous: signed.digest, keys: [dearer],
      issued: MintHost.begin)
    #expect(throws: Refusal.self) { try second.require(follows: signed) }
    for json in ["{}", "{\"deposit\":0}", "{\"refresh\":-1}"] {
      #expect(throws: CodingError.self) { try CoinFees(json: CanonicalJSON.parse(Array(json.utf8))) }
    }
  }

  /// A large coin for a small payment, with the rest as change: the fee is for the coin.
  @Test func whoIsPaidGetsSomethingAfterTheFee() async throws {
    let host = MintHost(keys: try Self.keys(.free))
    let payer = RawPayer(host: host)
    try await host.openAccount(payer.account)
    let coin = try await payer.withdraw([3])
    func paid(_ cents: Int64, _ change: [Int]) async throws -> MintAnswer {
      try await payer.deposit(coin, euro(cents), outputs: payer.blanks(change).map(\.output))
    }
    #expect(try await paid(1, [2, 1, 0]).refusal?.code == .amountMismatch)
    #expect(try await paid(2, [2, 1]).refusal?.code == .amountMismatch)
    #expect(try await paid(3, [2, 0]).receipt?.fee == euro(2))
    try await host.checkBooks()
  }
}
