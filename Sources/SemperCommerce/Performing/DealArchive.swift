public import Logging
public import SemperArchive
public import SemperCryptography
public import SemperEngine
public import SemperModel

/// Deals in one archive: what a step of a deal brings as evidence becomes durable in the same transaction as its journal
/// entries.
public struct DealArchive: Sendable {
  private static let machine = DealMachine.identity.name
  private let archive: any Archive

  public init(_ archive: any Archive) { self.archive = archive }

  public static func conversation(_ deal: ID<Deal>) -> ConversationID {
    ConversationID(machine: machine, id: deal.description)
  }

  /// Begins a deal, so that it exists, durably, before anything runs it.
  ///
  /// - Parameters:
  ///   - roles: descriptions that belong to its evidence.
  ///   - beside: records that it will need.
  ///
  /// Throws `JournalError.conflict` when the deal exists.
  public func begin(
    _ opening: DealOpening, roles: [SignedStatement], at now: Timestamp,
    beside: @escaping @Sendable (any RecordTransaction) throws -> Void
  ) async throws {
    var machine = DealMachine()
    _ = machine.handle(.opened(opening), at: now)
    guard let record = machine.record else { return }
    let entries = JournalEntry.beginning(DealMachine.self, with: .opened(opening), at: now)
    let items = roles.map { record.evidenceItem($0) } + record.news(since: nil, isFinished: false)
    try await archive.transact { transaction in
      try transaction.append(entries, to: Self.conversation(opening.deal))
      try transaction.keep(items)
      try beside(transaction)
    }
  }

  /// The driver of one deal.
  ///
  /// - Parameters:
  ///   - beside: what else becomes durable with a step of the deal; told the machine before and after.
  ///   - current: the machine of this driver.
  public func driver(
    of conversation: ConversationID, time: any TimeSource, retry: RetryPolicy = RetryPolicy(), logger: Logger,
    performer: DealPerformer,
    beside: @escaping @Sendable (any RecordTransaction, _ before: DealMachine, _ after: DealMachine) throws -> Void = {
      _, _, _ in
    },
    current: @escaping @Sendable () async throws -> DealMachine
  ) -> MachineDriver<DealMachine> {
    MachineDriver(
      DealMachine(), conversation: conversation, journal: archive.journal, time: time, retry: retry, logger: logger,
      store: { [archive] entries, before, after in
        let items = Self.evidence(before, after)
        try await archive.transact { transaction in
          try transaction.append(entries, to: conversation)
          try transaction.keep(items)
          try beside(transaction, before, after)
        }
      },
      compute: { action, machine in try performer.compute(action, in: machine) },
      perform: { action in
        try await performer.perform(action, in: current)
      })
  }

  /// At the end all of it once more, also what an earlier version of the program has not kept on the way.
  private static func evidence(_ before: DealMachine, _ after: DealMachine) -> [EvidenceItem] {
    guard let record = after.record else { return [] }
    return after.isFinished ? record.allEvidence : record.news(since: before.record, isFinished: false)
  }
}
