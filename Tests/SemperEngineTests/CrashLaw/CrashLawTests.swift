import Logging
import SemperArchive
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization
import Testing

@Suite struct CrashLawTests {
  @Test func theHonestMachinesKeepTheLaw() async throws {
    let report = try await law().verify()
    // Header and three events at the buyer; two events at the seller, the header with the first. Each before and after.
    #expect(report.writes == ["buyer": 4, "seller": 2])
    #expect(report.crashes == 12)
    #expect(report.unreached == [])
  }

  @Test func actingBeforeJournallingIsCaught() async throws {
    let failure = await #expect(throws: ConformanceFailure.self) {
      try await law(flaw: .actsBeforeJournalling).verify()
    }
    #expect(failure?.message == "buyer dies before write 2 (journal buyer/1 entry 1): paid 2 times")
  }

  @Test func aForgottenActionIsCaught() async throws {
    let failure = await #expect(throws: ConformanceFailure.self) {
      try await law(flaw: .forgetsAnOutstandingAction).verify()
    }
    #expect(
      failure?.message.contains("buyer dies after write 3 (journal buyer/1 entry 2): nothing is left to do") == true)
  }

  @Test func anUncrashedRunThatFailsIsNamed() async throws {
    let failure = await #expect(throws: ConformanceFailure.self) {
      try await CrashLaw(start: Self.start) { _ in
        CrashScenario([]) { 7 }
      } judge: { end in
        "seven is \(end)"
      }.verify()
    }
    #expect(failure?.message == "without any crash: seven is 7")
  }

  @Test func serversAreRestartedToo() async throws {
    let report = try await CrashLaw(start: Self.start) { time in
      let ledger = LedgerAddress()
      return CrashScenario([
        .server("ledger") { archive in ledger.open(archive.records) },
        .worker("payer") { archive in
          for number in 0..<3 { try await ledger.post(UInt8(number), patiently: time) }
        },
      ]) { try await ledger.postings() }
    } judge: { postings in
      postings == 3 ? nil : "\(postings) postings"
    }.verify()
    #expect(report.writes == ["ledger": 3, "payer": 0])
    #expect(report.crashes == 6)
  }

  /// Where the threads of a database have a say, a race goes another way now and then, and what was to be tried is not reached.
  @Test func whatWasMissedIsTriedAnew() async throws {
    // Of the ten writes of the first run the next twenty make three.
    let report = try await postings { run in (1...20).contains(run) ? 3 : 10 }
    #expect(report.writes == ["ledger": 10, "payer": 0])
    #expect(report.crashes == 20)
    #expect(report.unreached == [])
  }

  @Test func whatIsNeverReachedIsSaid() async throws {
    let failure = await #expect(throws: ConformanceFailure.self) { try await postings { run in run == 0 ? 10 : 3 } }
    #expect(failure?.message.hasPrefix("too many crash points were not reached") == true)
  }

  /// - Parameter count: how many postings a run makes, by how many runs there were before.
  private func postings(_ count: @escaping @Sendable (_ run: Int) -> Int) async throws -> CrashReport {
    let runs = Mutex(0)
    return try await CrashLaw(start: Self.start) { time in
      let ledger = LedgerAddress()
      let run = runs.withLock { runs in
        defer { runs += 1 }
        return runs
      }
      return CrashScenario([
        .server("ledger") { archive in ledger.open(archive.records) },
        .worker("payer") { archive in
          for number in 0..<count(run) { try await ledger.post(UInt8(number), patiently: time) }
        },
      ]) { try await ledger.postings() }
    } judge: { _ in
      nil
    }.verify()
  }

  private static let start = Timestamp(seconds: 1_800_000_000)

  private func law(flaw: Flaw? = nil) -> CrashLaw<Market.End> {
    CrashLaw(start: Self.start) { time in
      let market = Market()
      return CrashScenario([
        .worker("buyer") { archive in try await Self.buy(archive, time, market, flaw) },
        .worker("seller") { archive in try await Self.sell(archive, time, market) },
      ]) { market.end }
    } judge: { end in
      if end.payments != 1 { return "paid \(end.payments) times" }
      return end.finished.count == 2 ? nil : "only \(end.finished) finished"
    }
  }

  private static func buy(_ archive: InMemoryArchive, _ time: VirtualTime, _ market: Market, _ flaw: Flaw?) async throws
  {
    let driver = MachineDriver(
      Buyer(flaw: flaw), conversation: ConversationID(machine: "buyer", id: "1"), journal: archive.journal, time: time,
      logger: Logger(label: "buyer")
    ) { action in
      switch action {
      case .draw: return [.drawn(market.draw())]
      case .pay(let number):
        market.pay(number ?? market.draw())
        return [.paid]
      case .tell:
        try await market.tell()
        return []
      }
    }
    market.open(driver)
    _ = try await driver.run()
    market.finish("buyer")
  }

  private static func sell(_ archive: InMemoryArchive, _ time: VirtualTime, _ market: Market) async throws {
    let driver = MachineDriver(
      Seller(), conversation: ConversationID(machine: "seller", id: "1"), journal: archive.journal, time: time,
      logger: Logger(label: "seller")
    ) { _ in
      try await market.ship()
      return [.shipped]
    }
    market.open(driver)
    _ = try await driver.run()
    market.finish("seller")
  }
}
