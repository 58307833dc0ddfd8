import SemperArchive
import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperPayments
import Testing

/// Whatever dies whenever: after the restart all money is where the books say.
@Suite struct CrashTests {
  /// A wallet's busy day. Steps that fail are given up by the caller; only recovery may finish them.
  private func day(_ wallet: Wallet, _ lock: TestLock, _ decision: SignedStatement) async {
    _ = try? await wallet.purse.withdraw(euro(13_37))
    _ = try? await wallet.purse.lock(lock.terms)
    _ = try? await wallet.purse.deposit(euro(2_09))
    _ = try? await wallet.purse.refund(lock.terms, with: decision)
  }

  /// All money there is: nothing in flight, and the purse holds exactly the coins that are out.
  private func checkConservation(
    _ host: MintHost, _ wallet: Wallet, _ what: String, _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let balance = try await wallet.purse.balance()
    #expect(balance.inFlight == euro(0), "\(what)", sourceLocation: location)
    let coins = try await host.balance(.coins)
    #expect(balance.available == euro(coins), "\(what)", sourceLocation: location)
    let customer = try await host.balance(.customer(wallet.account.thumbprint))
    let locks = try await host.balance(.locks)
    #expect(customer + coins + locks == MintHost.grant.minorUnits, "\(what)", sourceLocation: location)
    try await host.checkBooks(location)
  }

  private func scene() async throws -> (MintHost, Wallet, TestLock, SignedStatement) {
    let host = MintHost()
    let wallet = try Wallet(host)
    try await host.openAccount(wallet.account)
    let lock = try TestLock(wallet.deals, payee: SigningKey().thumbprint)
    return (host, wallet, lock, try wallet.deals.decision(.aborted, on: lock.terms.exchange))
  }

  private func writes(_ archive: (MintHost, Wallet) -> InMemoryArchive) async throws -> Int {
    let (host, wallet, lock, decision) = try await scene()
    await day(wallet, lock, decision)
    return archive(host, wallet).writes.count
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func thePurseDiesAtEveryWrite(side: CrashPoint.Side) async throws {
    let last = try await writes { $1.archive }
    // The key list, and two writes for each of the day's orders.
    #expect(last >= 9)
    for write in 1...last {
      let (host, wallet, lock, decision) = try await scene()
      try wallet.restart(crash: CrashPoint(write: write, side))
      await day(wallet, lock, decision)
      #expect(wallet.archive.hasCrashed)
      try wallet.restart()
      for report in try await wallet.purse.recover() {
        if case .unknown(let why) = report.end { Issue.record("write \(write): \(why)") }
      }
      try await checkConservation(host, wallet, "\(side) write \(write)")
      // The day can be finished, and the lock is made and returned once.
      await day(wallet, lock, decision)
      #expect(try await host.balance(.locks) == 0, "\(side) write \(write)")
      try await checkConservation(host, wallet, "\(side) write \(write), second day")
    }
  }

  @Test(arguments: CrashPoint.Side.allCases)
  func theMintDiesAtEveryWrite(side: CrashPoint.Side) async throws {
    let last = try await writes { host, _ in host.archive }
    #expect(last >= 5)
    for write in 2...last {
      let (host, wallet, lock, decision) = try await scene()
      host.restart(crash: CrashPoint(write: write, side))
      await day(wallet, lock, decision)
      #expect(host.archive.hasCrashed)
      host.restart()
      _ = try await wallet.purse.recover()
      try await checkConservation(host, wallet, "\(side) write \(write)")
      await day(wallet, lock, decision)
      #expect(try await host.balance(.locks) == 0, "\(side) write \(write)")
      try await checkConservation(host, wallet, "\(side) write \(write), second day")
    }
  }

  @Test(arguments: FaultyTransport.Fault.allCases)
  func anyRequestOrAnswerIsLostOrDoubled(fault: FaultyTransport.Fault) async throws {
    // The key list and the day's four requests.
    for number in 0..<5 {
      let (host, wallet, lock, decision) = try await scene()
      wallet.transport.setFault(fault, at: number)
      await day(wallet, lock, decision)
      _ = try await wallet.purse.recover()
      try await checkConservation(host, wallet, "\(fault) at \(number)")
      await day(wallet, lock, decision)
      #expect(try await host.balance(.locks) == 0, "\(fault) at \(number)")
      try await checkConservation(host, wallet, "\(fault) at \(number), second day")
    }
  }

  @Test func aTillThatDiesClaimsOnce() async throws {
    for write in 1...2 {
      for side in CrashPoint.Side.allCases {
        let (host, wallet, _, _) = try await scene()
        let payee = SigningKey()
        try await host.openAccount(payee)
        let lock = try TestLock(wallet.deals, payee: payee.thumbprint)
        try await wallet.purse.withdraw(euro(5_00))
        _ = try await wallet.purse.lock(lock.terms)
        let archive = InMemoryArchive().reopened(crash: CrashPoint(write: write, side))
        await #expect(throws: (any Error).self) {
          _ = try await till(archive, host, wallet, payee).claim(lock.terms, with: .opening(lock.opening))
        }
        let again = archive.reopened()
        let outcome = try await till(again, host, wallet, payee).claim(lock.terms, with: .opening(lock.opening))
        #expect(outcome.content.ending == .claimed && outcome.content.paid == euro(5_00))
        #expect(try await host.balance(.customer(payee.thumbprint)) == 105_00)
        try await host.checkBooks()
      }
    }
  }

  private func till(
    _ archive: InMemoryArchive, _ host: MintHost, _ wallet: Wallet, _ key: SigningKey
  ) throws -> EcashTill {
    let deals = wallet.deals
    return EcashTill(
      records: archive.records, client: try Wallet.client(FaultyTransport(host)), key: key, account: key.thumbprint,
      time: host.clock, arbiterKey: { deals.arbiterKey($0) })
  }
}
