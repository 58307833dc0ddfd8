import SemperArchive
import SemperBank
import SemperCryptography
import SemperModel
import Testing

/// What an account owes is paid from what it holds, and from what comes in later, before its holder can have it.
struct LedgerDebtTests {
  private static func title(_ number: UInt8) -> Digest { Digest(of: [number], for: .document) }

  private static func enter(
    _ bank: TestBank, _ number: UInt8, _ from: Thumbprint, _ to: Thumbprint, _ cents: Int64, most: Int64 = 500_00
  ) async throws -> LedgerDebt {
    let (title, amount) = (title(number), Money(minorUnits: cents, .euro))
    return try await bank.bank.records.transact {
      try LedgerDebts.enter(
        title: title, from: from, to: to, amount: amount, within: ([1], Money(minorUnits: most, .euro)),
        at: TestBank.begin, $0)
    }
  }

  private static func held(_ bank: TestBank, _ owners: Thumbprint...) async throws -> [Int64] {
    var held: [Int64] = []
    for owner in owners { held.append(try await bank.balance(.customer(owner))) }
    return held
  }

  @Test func aDebtIsPaidOnceAndTheRestFromWhatComesIn() async throws {
    let bank = try TestBank()
    let (seller, buyer, third) = (try await bank.open(), try await bank.open(), try await bank.open())
    let debt = try await Self.enter(bank, 1, seller, buyer, 130_00)
    #expect(debt.paid == 100_00 && debt.left == 30_00)
    let again = try await Self.enter(bank, 1, seller, buyer, 130_00)
    #expect(again == debt)
    #expect(try await Self.held(bank, seller, buyer) == [0, 200_00])

    try await bank.move(20_00, .customer(third), .customer(seller))
    #expect(try await Self.held(bank, seller, buyer) == [0, 220_00])
    try await bank.move(20_00, .customer(third), .customer(seller))
    #expect(try await Self.held(bank, seller, buyer) == [10_00, 230_00])
    let last = try await Self.enter(bank, 1, seller, buyer, 130_00)
    #expect(last.left == 0)
    let audit = try await bank.bank.audit()
    #expect(audit.findings.isEmpty, "\(audit.findings)")
  }

  @Test func debtsInARoundEndAndSeveralAreBoundedTogether() async throws {
    let bank = try TestBank(grant: 0)
    let (one, two) = (try await bank.open(), try await bank.open())
    _ = try await Self.enter(bank, 1, one, two, 50_00)
    _ = try await Self.enter(bank, 2, two, one, 80_00)
    try await bank.move(40_00, .playMoney, .customer(one))
    let (first, second) = try await bank.bank.records.read {
      (try LedgerDebts.debt(Self.title(1), $0), try LedgerDebts.debt(Self.title(2), $0))
    }
    // The money goes round until the smaller debt is paid.
    #expect(first?.left == 0 && second?.left == 30_00)
    #expect(try await Self.held(bank, one, two).reduce(0, +) == 40_00)
    let tooMuch = await #expect(throws: Refusal.self) {
      _ = try await Self.enter(bank, 3, one, two, 1_00, most: 130_00)
    }
    #expect(tooMuch?.code == .limitExceeded)
    let audit = try await bank.bank.audit()
    #expect(audit.findings.isEmpty, "\(audit.findings)")
  }
}
