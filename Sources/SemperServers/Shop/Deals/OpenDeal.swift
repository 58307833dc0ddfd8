import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel

/// A deal that is under way here: its driver, and how it began if that is not yet in the journal.
struct OpenDeal: Sendable {
  /// How long a message may wait for the machine to be ready for it.
  private static let patience = Span(seconds: 4)

  let id: ID<Deal>
  let offer: Offer
  let driver: MachineDriver<DealMachine>
  /// The driver again, as its performer knows it; emptied at the end so that the two let each other go.
  let driving: Late<MachineDriver<DealMachine>>
  let opening: DealOpening?
  let requirements: CredentialRequirements

  /// Runs the deal to its end, beginning with its opening.
  func run() async throws -> DealMachine {
    defer { driving.clear() }
    let driver = driver
    async let finished = driver.run()
    if let opening {
      let (machine, _) = await driver.current
      if machine.record == nil { try await driver.submit(.opened(opening)) }
    }
    return try await finished
  }

  /// Judges a statement of the buyer's on the machine as it is, waiting a little where the machine is between two states.
  ///
  /// Returns when the statement is durable, at once when it was before.
  func receive(_ statement: SignedStatement, time: any TimeSource) async throws {
    let deadline = await time.now().advanced(by: Self.patience)
    while true {
      let (machine, revision) = await driver.current
      do {
        guard let event = try await judge(statement, on: machine, time) else { return }
        if try await driver.submit(event, ifStill: revision) { return }
      } catch let refusal as Refusal where refusal.code == .unavailable {
        guard await time.now() < deadline, try await driver.changes(after: revision, until: deadline, by: time) else {
          throw refusal
        }
      }
    }
  }

  private func judge(
    _ statement: SignedStatement, on machine: DealMachine, _ time: any TimeSource
  ) async throws(Refusal) -> DealEvent? {
    guard let record = machine.record else {
      throw Refusal(.unavailable, blame: .us, "the deal is just being opened; send it again in a moment")
    }
    if statement.kind == .order, let order = record.order, order.digest != statement.digest {
      throw Refusal(.idReused, blame: .peer, "the deal \(id) has begun with another order; draw another id")
    }
    let now = await time.now()
    // Another order than the one that opened the deal may come first.
    if statement.kind == .order, record.order == nil {
      let order = try VerifiedStatement<Order>(verifying: statement, keys: KeySet()).content
      try requirements.check(order, under: record.terms, at: now)
    }
    return try DealVerifier(machine).judge(statement, at: now)
  }

  /// The statements after so many; waits for one until the deadline.
  func outbox(after count: Int, until deadline: Timestamp, time: any TimeSource) async throws -> [SignedStatement] {
    while true {
      let (machine, revision) = await driver.current
      let news = machine.record?.outbox.dropFirst(count) ?? []
      guard news.isEmpty, !machine.isFinished,
        try await driver.changes(after: revision, until: deadline, by: time)
      else {
        return Array(news)
      }
    }
  }
}
