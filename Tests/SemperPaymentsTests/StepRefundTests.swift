import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import SemperPayments
import SemperTestMoney
import SemperTesting
import Testing

/// Money that a seller gives back in a step of a deal, from its account to one that bears the buyer's name in the deal only.
@Suite struct StepRefundTests {
  private struct Desk: TestMoneyLink {
    let bank: TestMoneyBank

    func perform(_ order: SignedStatement) async throws -> SignedStatement { try await bank.perform(order, now: now) }
    func state(_ query: SignedStatement) async throws -> AccountState { try await bank.bank.state(query, now: now) }
  }

  private static let now = Timestamp(seconds: 1_800_000_000)
  private static let (shop, buyer, owner) = (SigningKey(), SigningKey(), SigningKey())
  private static func euros(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, .euro) }

  private let bank: TestMoneyBank
  private let refund: StepRefund
  private let deal: ID<Deal>

  init() async throws {
    let key = SigningKey()
    let bank = Bank(
      records: InMemoryArchive().records, name: key.thumbprint, currency: .euro, grant: Self.euros(100))
    for (number, holder) in [Self.shop, Self.owner].enumerated() {
      let opening = AccountOpening(
        key: holder.publicKey, bank: key.thumbprint, currency: .euro,
        operation: try ID(bytes: [UInt8](repeating: UInt8(number), count: 16)), issued: Self.now)
      _ = try await bank.open(SignedStatement(opening, signedBy: [holder]), now: Self.now)
    }
    self.bank = TestMoneyBank(bank: bank, key: key)
    refund = StepRefund(Desk(bank: self.bank), bank: key.publicKey)
    deal = try ID(bytes: [UInt8](repeating: 7, count: 16))
  }

  private func balance(_ key: SigningKey) async throws -> Money? {
    try await bank.bank.records.read { reader in
      try Ledger.balance(of: .customer(key.thumbprint), in: .euro, reader).map { Money(minorUnits: $0, .euro) }
    }
  }

  private func give(_ amount: Money, turn: Int = 9) async throws -> Digest {
    try await refund.give(
      amount, to: Self.buyer.thumbprint, in: deal, turn: turn, from: Self.shop, issued: Self.now)
  }

  private func hasArrived(_ amount: Money, turn: Int = 9) async throws -> Bool {
    try await refund.hasArrived(amount, in: deal, turn: turn, for: Self.buyer, now: Self.now)
  }

  @Test func aStepGivesBackOnceHoweverOftenItIsAsked() async throws {
    #expect(try await !hasArrived(Self.euros(30)))
    let proof = try await give(Self.euros(30))
    #expect(try await give(Self.euros(30)) == proof)
    #expect(try await balance(Self.shop) == Self.euros(70))
    #expect(try await hasArrived(Self.euros(30)))
    for _ in 0..<2 {
      try await refund.collect(
        Self.euros(30), in: deal, turn: 9, from: Self.buyer, to: Self.owner.thumbprint, issued: Self.now)
    }
    #expect(try await balance(Self.owner) == Self.euros(130))
    #expect(try await balance(Self.buyer) == Self.euros(0))
    // What has been collected has come all the same.
    #expect(try await hasArrived(Self.euros(30)))
    #expect(try await bank.bank.audit().findings == [])
  }

  @Test func anotherAmountOrStepIsNotThisOne() async throws {
    _ = try await give(Self.euros(30))
    #expect(try await !hasArrived(Self.euros(29)))
    #expect(try await !hasArrived(Self.euros(30), turn: 10))
    await #expect(throws: Refusal.self) { try await give(Self.euros(29)) }
    #expect(try await balance(Self.shop) == Self.euros(70))
  }

  @Test func whatIsNotThereIsNotGivenAndOpensNothing() async throws {
    let refusal = await #expect(throws: Refusal.self) { try await give(Self.euros(101)) }
    #expect(refusal?.code == .insufficientFunds)
    #expect(try await balance(Self.buyer) == nil)
    #expect(try await balance(Self.shop) == Self.euros(100))
  }
}
