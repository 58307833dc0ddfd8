import SemperBank
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperTesting
import Testing

/// The exchanges with money on accounts of real banks, whose books are audited afterwards.
@Suite struct RealCellTests {
  private static let rows = CellCase.all.filter { row in
    (row.proposer + row.invited).contains { $0.itemClass == .lock || $0.itemClass == .reversibleLock }
  }

  /// A run in which both sides pay and are paid at real banks, with these banks.
  private func prepared(_ row: CellCase, _ trouble: CellTrouble) async throws -> (CellRun, [CellBank]) {
    var run = try await CellRun(row, trouble)
    let (time, arbiter) = (run.time, run.terms.header.arbiter.key)
    let purses = ExchangeRole.allCases.reduce(into: [ExchangeRole: [TestPurse]]()) { found, role in
      run.change(role) { means in found[role] = means.purses.compactMap { $0 as? TestPurse } }
    }
    let customers = purses.values.compactMap { $0.first?.key }
    var banks: [CellBank] = []
    for purse in purses[.originator] ?? [] {
      banks.append(
        try await CellBank(
          key: purse.book.key, customers: customers, cents: Ware.price * 2, time: time))
    }
    for (role, purses) in purses {
      let twins = purses.compactMap { purse -> TwinPurse? in
        guard let bank = banks.first(where: { $0.name == purse.ledger }) else { return nil }
        let account = AccountPurse(
          desk: bank, account: purse.key, payee: purse.key, refund: purse.key, time: time
        ) { $0 == arbiter.thumbprint ? arbiter : nil }
        return TwinPurse(real: account, test: purse)
      }
      run.change(role) { means in
        means.purses = twins
        means.tills = twins
      }
    }
    return (run, banks)
  }

  @Test(arguments: rows) func goesThrough(_ row: CellCase) async throws {
    let (made, banks) = try await prepared(row, .none)
    var run = made
    try await run.run()
    for role in ExchangeRole.allCases { #expect(run.machines[role]?.outcome == .completed) }
    #expect(try await run.unfairness() == nil)
    for bank in banks { try await bank.checkBooks() }
  }

  @Test(arguments: rows, CellTrouble.troubles)
  func endsFairly(_ row: CellCase, _ trouble: CellTrouble) async throws {
    let (made, banks) = try await prepared(row, trouble)
    var run = made
    try await run.run()
    #expect(try await run.unfairness() == nil)
    for bank in banks { try await bank.checkBooks() }
  }
}
