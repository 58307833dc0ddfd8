import PaymentWorlds
import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

@testable import SemperSEPA

/// What banks refuse, and that money between them is never lost.
@Suite struct TransferBankTests {
  private let world: TransfersUnderTest
  private static let time = Timestamp(seconds: 1_800_000_000)

  init() async throws {
    world = TransfersUnderTest(time: VirtualTime(now: Self.time))
    try await world.openBank(InMemoryArchive())
  }

  private func transfer(
    _ units: Int64 = 10_00, to creditor: IBAN = TransfersUnderTest.iban(of: .payee), for content: UInt8 = 1
  ) -> CreditTransfer {
    CreditTransfer(
      debtor: TransfersUnderTest.iban(of: .payer), creditor: creditor, amount: Money(minorUnits: units, .euro),
      reference: PaymentReference(digest: Digest(plain: [content])))
  }

  private func order(
    _ transfer: CreditTransfer, named byte: UInt8 = 1, by key: SigningKey = TransfersUnderTest.key(of: .payer)
  ) async throws -> TransferOutcome {
    let order = TransferOrder(
      operation: try ID(bytes: Array(repeating: byte, count: 16)), transfer: transfer, time: Self.time)
    let content = BankDocument(
      order, from: key.publicKey, to: TransfersUnderTest.bankKey(of: .payer).thumbprint, issued: Self.time)
    let report = try await Counter(system: world, party: .payer).order(SignedStatement(content, signedBy: [key]))
    return try TransferWord.document(report.status, by: TransfersUnderTest.bankKey(of: .payer).publicKey)
      .read(OrderStatus.self).outcome
  }

  private func inquire(_ transfer: CreditTransfer) async throws -> PaymentConclusion {
    let (key, bank) = (TransfersUnderTest.key(of: .payee), TransfersUnderTest.bankKey(of: .payee).publicKey)
    let inquiry = TransferInquiry(
      key: key.publicKey, bank: bank.thumbprint, transfer: transfer, issued: Self.time)
    let signed = try SignedStatement(inquiry, signedBy: [key])
    let answer = try await Counter(system: world, party: .payee).inquire(signed)
    return try ArrivingSide.conclusion([signed, answer], of: transfer, by: bank)
  }

  @Test func anOrderIsCarriedOutOnceAndToldToThePayee() async throws {
    for _ in 0..<3 { #expect(try await order(transfer()) == .settled) }
    #expect(try await world.wealth(of: .payee) == 110_00)
    #expect(try await world.betweenBanks() == 0)
    #expect(try await inquire(transfer()).amount == Money(minorUnits: 10_00, .euro))
    let error = await #expect(throws: Refusal.self) { try await order(transfer(11_00)) }
    #expect(error?.code == .idempotencyConflict)
    // Under another name it is a second payment of the same thing.
    #expect(try await order(transfer(), named: 2) == .rejected(.duplicate))
    #expect(try await world.wealth(of: .payer) == 90_00)
  }

  @Test func whatCannotBeTransferredIsRejectedAndTheMoneyIsBack() async throws {
    let (payee, stranger) = (TransfersUnderTest.code(of: .payee), SigningKey().thumbprint)
    #expect(try await order(transfer(100_01), named: 1) == .rejected(.funds))
    #expect(try await order(transfer(to: IBAN(payee, stranger)), named: 2) == .rejected(.account))
    #expect(try await order(transfer(to: IBAN(BankCode("ELSE"), stranger)), named: 3) == .rejected(.bank))
    #expect(try await order(transfer(to: TransfersUnderTest.iban(of: .payer)), named: 4) == .rejected(.account))
    #expect(try await world.wealth(of: .payer) == 100_00)
    #expect(try await world.betweenBanks() == 0)
    #expect(try await world.findings() == [])
  }

  /// Whoever has stopped waiting is not paid afterwards, and whoever pays has its money again.
  @Test func whatThePayeeHasGivenUpIsNotCredited() async throws {
    guard case .refused(let why, let proofs) = try await inquire(transfer()) else {
      Issue.record("nothing had come yet")
      return
    }
    #expect(why.code == .tooLate)
    #expect(proofs.count == 2)
    #expect(try await order(transfer()) == .rejected(.unwanted))
    #expect(try await world.wealth(of: .payer) == 100_00)
    // Another amount is another transfer, and the word about one proves nothing about the other.
    let statements = try proofs.map { try SignedStatement(bytes: $0.bytes.bytes) }
    let bank = TransfersUnderTest.bankKey(of: .payee).publicKey
    #expect(throws: Refusal.self) { try TransferWord.requireUnwanted(transfer(9_00), statements, by: bank) }
    #expect(throws: Refusal.self) { try TransferWord.requireCredited(transfer(), statements, by: bank) }
  }

  @Test func nobodyOrdersFromAnothersAccount() async throws {
    let error = await #expect(throws: Refusal.self) { try await order(transfer(), by: SigningKey()) }
    #expect(error?.code == .wrongSigner)
  }

  @Test func nobodyButThePayersBankTransfersFromIt() async throws {
    let sent = InterbankTransfer(
      operation: try ID(bytes: Array(repeating: 9, count: 16)), transfer: transfer(), time: Self.time)
    for key in [SigningKey(), TransfersUnderTest.bankKey(of: .payee)] {
      let content = BankDocument(
        sent, from: key.publicKey, to: TransfersUnderTest.bankKey(of: .payee).thumbprint, issued: Self.time)
      let error = await #expect(throws: Refusal.self) {
        try await world.bank(of: .payee).receive(SignedStatement(content, signedBy: [key]), now: Self.time)
      }
      #expect(error?.code == .untrusted)
    }
    #expect(try await world.wealth(of: .payee) == 100_00)
  }

  /// While the banks do not hear each other the money is between them, and then it arrives once.
  @Test(arguments: BadRoad.Loss.allCases) func moneyIsBetweenTheBanksUntilTheyHaveAgreed(_ loss: BadRoad.Loss)
    async throws
  {
    let time = VirtualTime(now: Self.time)
    let world = TransfersUnderTest(time: time) { BadRoad($0, losing: loss, 1) }
    try await world.openBank(InMemoryArchive())
    let key = TransfersUnderTest.key(of: .payer)
    let order = TransferOrder(
      operation: try ID(bytes: Array(repeating: 1, count: 16)), transfer: transfer(), time: Self.time)
    let content = BankDocument(
      order, from: key.publicKey, to: TransfersUnderTest.bankKey(of: .payer).thumbprint, issued: Self.time)
    let signed = try SignedStatement(content, signedBy: [key])
    await #expect(throws: RoadClosed.self) { try await world.bank(of: .payer).order(signed, now: Self.time) }
    #expect(try await world.balance(.customer(key.thumbprint), at: .payer) == 90_00)
    #expect(try await world.betweenBanks() == (loss == .transfer ? 10_00 : 0))
    _ = try await world.bank(of: .payer).order(signed, now: Self.time)
    #expect(try await world.wealth(of: .payee) == 110_00)
    #expect(try await world.betweenBanks() == 0)
    #expect(try await world.findings() == [])
  }
}
