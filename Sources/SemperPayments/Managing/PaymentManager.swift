import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
public import SemperModel

/// The payment manager of one side (paper, section III.B): its purses, the negotiation of the means of payment, and the three
/// generic services over every installed payment system.
///
/// Every operation is durable before anything is done about it and recognised by its key when it is asked for again. `run` runs
/// them; a process that stops takes them up with `recover` at its next start.
public struct PaymentManager: Sendable {
  let desk: PaymentDesk
  var around: PaymentSurroundings { desk.around }

  public init(_ surroundings: PaymentSurroundings) { desk = PaymentDesk(surroundings) }

  /// Runs the operations until the task is cancelled; they go on from their journals the next time. Once for each manager.
  public func run() async { await desk.run() }

  /// Takes up what an earlier process left open: repeats what can be repeated and asks where something is in doubt. To be called
  /// after the purses are installed; the operations go on while `run` runs.
  public func recover() async throws -> [RecoveryReport] { try await desk.recover().map(RecoveryReport.init) }

  // MARK: Purses

  @discardableResult
  public func install(_ purse: some PaymentPurse) throws(Refusal) -> PurseID {
    try desk.install(purse)
    return purse.descriptor.id
  }

  public var purses: [PurseDescriptor] { desk.purses.map(\.descriptor) }

  /// Refuses (`unavailable`) while an operation of the purse is under way: it could not go on.
  public func remove(_ purse: PurseID) async throws {
    _ = try desk.purse(purse)
    let open = try await around.archive.records.read { reader in
      try reader.list(PaymentTables.open, prefix: [], after: nil, limit: 10_000).contains { entry in
        try PaymentTables.entry(PaymentID(bytes: entry.key), reader)?.purse == purse
      }
    }
    guard !open else {
      throw Refusal(.unavailable, blame: .us, "an operation of this purse is under way; remove it when that has ended")
    }
    desk.remove(purse)
  }

  /// What the purse counts itself. Asks nobody.
  public func balance(of purse: PurseID) async throws -> LocalBalance {
    try await faculty(of: purse, \.localBalance, "counts no money itself")()
  }

  /// What the bank says the purse's account holds. A question over the network.
  public func balanceAtBank(of purse: PurseID) async throws -> BankBalance {
    try await faculty(of: purse, \.bankBalance, "has no account to ask for")()
  }

  /// What only this means of payment can do, for a menu.
  public func specialOperations(of purse: PurseID) throws(Refusal) -> [SpecialOperation] {
    try desk.purse(purse).faculties.menu?.operations ?? []
  }

  public func perform(
    _ operation: SpecialOperation, with input: SpecialInput = .none, on purse: PurseID
  ) async throws -> String {
    let menu = try faculty(of: purse, \.menu, "has no special operations")
    guard menu.operations.contains(operation) else {
      throw Refusal(.notSupported, blame: .us, "the purse has no operation “\(operation.name)”")
    }
    return try await menu.perform(operation, with: input)
  }

  func faculty<Faculty>(
    of purse: PurseID, _ path: KeyPath<PurseFaculties, Faculty?>, _ lack: String
  ) throws(Refusal) -> Faculty {
    let purse = try desk.purse(purse)
    guard let faculty = purse.faculties[keyPath: path] else {
      throw Refusal(.notSupported, blame: .us, "\(purse.descriptor.scheme) \(lack)")
    }
    return faculty
  }

  // MARK: Looking

  /// The operations that are not over, or have still something to bring to the other side.
  public func open() async throws -> [PaymentID] {
    try await around.archive.records.read { reader in
      try reader.list(PaymentTables.open, prefix: [], after: nil, limit: 10_000).map { try PaymentID(bytes: $0.key) }
    }
  }

  /// Also of what was locked instead of paid, which `payment(under:)` and `received(under:)` name: settled for the payee who has
  /// it, held for the payer.
  public func status(of id: PaymentID) async throws -> PaymentStatus {
    if let record = try await desk.record(of: id) { return try await status(of: record) }
    guard let locked = try await locked(id) else { return try await status(of: record(of: id)) }
    return PaymentStatus(locked, id, refunded: try await refunded(locked.agreement.digest, locked.party, locked.amount))
  }

  func record(of id: PaymentID) async throws -> PaymentRecord {
    guard let record = try await desk.record(of: id) else {
      throw Refusal(.unknownPayment, blame: .us, "there is no such payment here")
    }
    return record
  }

  private func status(of record: PaymentRecord) async throws -> PaymentStatus {
    guard let terms = record.terms else { return PaymentStatus(record, refunded: nil) }
    return PaymentStatus(
      record, refunded: try await refunded(terms.agreement, record.party ?? .payee, terms.amount))
  }

  private func refunded(_ agreement: Digest, _ party: PaymentParty, _ whole: Money) async throws -> Money {
    let book = try await around.archive.records.read { try PaymentTables.book(agreement, $0) }
    let kind: PaymentTask.Kind = party == .payer ? .takeRefund : .refund
    return Money(minorUnits: book.sum(kind, settledOnly: true), whole.currency)
  }

  /// How it stands, at once and after each change, until it is over.
  public func events(of id: PaymentID) -> AsyncThrowingStream<PaymentStatus, any Error> {
    let watch = PaymentWatch(desk: desk, id: id)
    return AsyncThrowingStream {
      guard let record = try await watch.next() else { return nil }
      return try await status(of: record)
    }
  }

  /// How it ended. Waits for that; an operation in doubt has not ended.
  ///
  /// Refuses (`unavailable`) one that nobody runs: its purse is not installed, or the manager has ended.
  public func outcome(of id: PaymentID) async throws -> PaymentStatus {
    while let payment = desk.running(id) {
      let (record, revision) = await payment.current()
      if let record, record.state.isOver { return try await status(of: record) }
      do {
        try await payment.change(after: revision)
      } catch is CancellationError where !Task.isCancelled {
        // It has ended; its record is in the journal.
        break
      }
    }
    let last = try await status(of: id)
    guard last.state.isOver else {
      throw Refusal(.unavailable, blame: .us, "the payment goes on when its manager runs and its purse is installed")
    }
    return last
  }

  /// Cancels before the commit point; after it there is only a refund.
  public func cancel(_ id: PaymentID, reason: String = "the owner has cancelled it") async throws -> CancelOutcome {
    if let payment = desk.running(id) {
      do {
        try await payment.cancel(Refusal(.userDeclined, blame: .us, reason))
      } catch is CancellationError where !Task.isCancelled {
        // It has just ended by itself.
      }
    }
    let record = try await record(of: id)
    switch record.state {
    case .cancelled: return .cancelled
    case .journaled where record.wishesToCancel: return .asked
    case .journaled, .failed: return .cancelled
    case .committed, .inDoubt, .held, .settled:
      return .tooLate(refundPossible: record.opening.purse.properties.refund != .none)
    }
  }

  /// What we can show somebody else. Refuses (`proofInvalid`) a claim that did not come true.
  public func evidence(of id: PaymentID, for claim: PaymentClaim) async throws -> PaymentEvidence {
    let record = try await record(of: id)
    guard let agreement = record.opening.task.agreement, record.supports(claim) else {
      throw Refusal(.proofInvalid, blame: .us, "this payment does not show “\(claim.rawValue)”")
    }
    return PaymentEvidence(
      claim: claim, agreement: agreement, refund: record.opening.task.refundStatement,
      tokens: record.said + record.received, proofs: record.conclusion?.proofs ?? [])
  }
}
