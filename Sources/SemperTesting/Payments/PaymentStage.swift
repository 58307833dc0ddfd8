import Logging
import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// A world of the crash law with a bank, a payee and a payer who does what a script says.
struct PaymentStage: Sendable {
  /// The archive of a process that starts, given the life that it may lose.
  private typealias Disk = @Sendable (_ process: String, _ life: InMemoryArchive) throws -> any Archive
  typealias Script = @Sendable (PaymentActor) async throws -> Void

  static let payeeKey = SigningKey()
  static let payerKeys = PaymentKeys(payee: payeeKey, secret: Array(repeating: 1, count: 32))
  static let payeeKeys = PaymentKeys(payee: payeeKey, secret: Array(repeating: 2, count: 32))
  static let start = Timestamp(seconds: 1_800_000_000)

  let make: @Sendable (VirtualTime) async throws -> any PaymentSystemUnderTest
  var disks: (@Sendable () throws -> any PaymentDisks)?
  var network: @Sendable (VirtualTime) -> PaymentNetwork = { _ in PaymentNetwork() }
  /// As in `PaymentEnd`.
  var spoiler: PaymentParty?

  /// The law over a script; `moved` as in `PaymentEnd`.
  func law(moved: Int64?, _ script: @escaping Script) -> CrashLaw<String?> {
    CrashLaw(start: Self.start) { time in
      let system = try await make(time)
      let network = self.network(time)
      let total = Total()
      let disks = try self.disks?()
      let disk: Disk = { name, life in
        guard let disks else { return life }
        return MortalArchive(try disks.open(name), life: life, time: time)
      }
      return CrashScenario([
        .server("bank") { archive in
          try await system.openBank(disk("bank", archive))
          try await total.note(system)
        },
        .worker("payee") { life in try await payee(disk("payee", life), life, system, network) },
        .worker("payer") { life in try await payer(disk("payer", life), life, system, network, total, script) },
      ]) {
        defer { disks?.remove() }
        return try await PaymentEnd(system).complaint(system, moved: moved, total: total.value, spoiler: spoiler)
      }
    } judge: {
      $0
    }
  }

  /// Runs a script without any crash.
  func run(moved: Int64?, _ script: @escaping Script) async throws {
    if let complaint = try await law(moved: moved, script).uncrashed() { throw ConformanceFailure(complaint) }
  }

  private func surroundings(
    _ archive: any Archive, _ system: any PaymentSystemUnderTest, _ network: PaymentNetwork, _ keys: PaymentKeys
  ) -> PaymentSurroundings {
    PaymentSurroundings(
      archive: archive, keys: keys, carrier: network, time: system.time,
      logger: Logger(label: "payments") { _ in SwiftLogNoOpLogHandler() })
  }

  private func payer(
    _ archive: any Archive, _ life: InMemoryArchive, _ system: any PaymentSystemUnderTest, _ network: PaymentNetwork,
    _ total: Total, _ script: @escaping Script
  ) async throws {
    let manager = PaymentManager(surroundings(archive, system, network, Self.payerKeys))
    // Nobody moves money that has not been counted.
    while await !total.isKnown { try await system.time.wait(until: system.time.now().advanced(by: Span(seconds: 1))) }
    let purse = try await install(system, life) { try await manager.install(system.purse(archive)) }
    try await living(manager, as: .payer, network) {
      let actor = PaymentActor(
        system: system, network: network, archive: archive, life: life, manager: manager, purse: purse)
      try await script(actor)
      try await actor.until("all of the payer's operations are over") { try await manager.open().isEmpty }
      network.isDone = true
    }
  }

  private func payee(
    _ archive: any Archive, _ life: InMemoryArchive, _ system: any PaymentSystemUnderTest, _ network: PaymentNetwork
  ) async throws {
    let manager = PaymentManager(surroundings(archive, system, network, Self.payeeKeys))
    let till = try await install(system, life) { try await manager.install(system.till(archive)) }
    try await living(manager, as: .payee, network) {
      while true {
        let open = try await manager.open()
        if network.isDone, open.isEmpty { return }
        let lived = system.time.now().seconds - Self.start.seconds
        guard lived < 80_000 else {
          throw ConformanceFailure(
            "the payee's operations never ended: \(open.count) of \(till); the payer's last trouble: \(network.trouble)"
          )
        }
        // The longer a world lasts, the less often one looks.
        try await system.time.wait(until: system.time.now().advanced(by: Span(seconds: max(2, lived / 20))))
      }
    }
  }

  /// The bank may not have been opened yet, or be down.
  private func install(
    _ system: any PaymentSystemUnderTest, _ life: InMemoryArchive, _ body: () async throws -> PurseID
  ) async throws -> PurseID {
    while true {
      do {
        return try await body()
      } catch {
        guard !life.hasCrashed, !Task.isCancelled else { throw error }
        try await system.time.wait(until: system.time.now().advanced(by: Span(seconds: 1)))
      }
    }
  }

  private func living(
    _ manager: PaymentManager, as party: PaymentParty, _ network: PaymentNetwork,
    _ life: @escaping @Sendable () async throws -> Void
  ) async throws {
    _ = try await manager.recover()
    network.connect(manager, as: party)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        await manager.run()
        throw CancellationError()
      }
      group.addTask { try await life() }
      defer { group.cancelAll() }
      _ = try await group.next()
    }
  }
}

/// All money at the beginning, told once the bank is open.
private actor Total {
  private(set) var value: Int64 = 0
  private(set) var isKnown = false

  func note(_ system: any PaymentSystemUnderTest) async throws {
    guard !isKnown else { return }
    value = try await system.total()
    isKnown = true
  }
}
