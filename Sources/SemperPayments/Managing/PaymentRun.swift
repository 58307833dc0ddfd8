import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel

/// Runs one operation of one purse: where its machine meets keys, lines and the clock.
struct PaymentRun<Purse: PaymentPurse>: RunningPayment {
  typealias Machine = PaymentMachine<Purse.Side>

  let id: PaymentID
  private let driver: MachineDriver<Machine>
  private let time: any TimeSource

  /// - Parameter restored: whether an earlier process may have begun what is outstanding.
  init(
    _ machine: Machine, of opening: PaymentOpening, with purse: Purse, restored: Bool, in around: PaymentSurroundings
  ) {
    id = opening.id
    time = around.time
    let performer = PaymentPerformer(
      purse: purse, opening: opening, restored: restored ? machine.unanswered : [], surroundings: around)
    driver = MachineDriver(
      Machine(), conversation: Self.conversation(id), journal: around.archive.journal, time: around.time,
      retry: around.retry, logger: around.logger, compute: { action, _ in try performer.compute(action) },
      perform: { try await performer.perform($0) })
  }

  static func conversation(_ id: PaymentID) -> ConversationID {
    ConversationID(machine: Machine.identity.name, id: id.description)
  }

  func run() async throws -> PaymentRecord {
    guard let record = try await driver.run().record else {
      throw JournalError(.corrupt, "an operation has ended without an opening")
    }
    return record
  }

  func current() async -> (record: PaymentRecord?, revision: Int) {
    let (machine, revision) = await driver.current
    return (machine.record, revision)
  }

  func change(after revision: Int) async throws { try await driver.change(after: revision) }

  func take(_ token: SignedStatement) async throws {
    while true {
      let (machine, revision) = await driver.current
      guard let event = try machine.judge(token, at: await time.now()) else { return }
      if try await driver.submit(event, ifStill: revision) { return }
    }
  }

  func cancel(_ why: Refusal) async throws { try await driver.submit(.cancelWished(why)) }
}
