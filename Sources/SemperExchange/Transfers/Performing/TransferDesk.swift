public import Logging
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel

/// A recipient's front desk: takes letters, runs a conversation for each transfer, and answers.
///
/// The same letter gets the same reply for ever, also after restarts. Another package under the id of one that has come is
/// refused with `idReused`, and where the sender has signed it, it is kept: two signatures under one id convict him.
public actor TransferDesk {
  private let key: SigningKey
  private let sealingKey: SealingKey?
  private let keeper: any TransferKeeper
  private let journal: any Journal
  private let time: any TimeSource
  private let logger: Logger
  private var running: [ConversationID: Task<TransferRecipientMachine, any Error>] = [:]

  public init(
    key: SigningKey, sealingKey: SealingKey?, keeper: any TransferKeeper, journal: any Journal, time: any TimeSource,
    logger: Logger
  ) {
    self.key = key
    self.sealingKey = sealingKey
    self.keeper = keeper
    self.journal = journal
    self.time = time
    self.logger = logger
  }

  /// Goes on with every conversation that a stop has interrupted, side by side, and returns when all have ended.
  public func resume() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for conversation in try await journal.conversations(of: TransferRecipientMachine.identity.name) {
        group.addTask { _ = try await self.machine(of: conversation) }
      }
      try await group.waitForAll()
    }
  }

  /// Answers a letter.
  ///
  /// - Parameter peer: whom the channel has authenticated, if anybody.
  ///
  /// Throws a `Refusal` for a letter that does not verify or comes too late; nothing is kept of it.
  public func answer(_ letter: TransferLetter, from peer: Thumbprint?) async throws -> TransferReply {
    let arrived = try TransferVerifier.letter(letter, to: key.thumbprint, from: peer, openedWith: sealingKey)
    let conversation = Self.conversation(arrived.manifest)
    if try await journal.entries(of: conversation).isEmpty {
      try await open(conversation, with: arrived)
    }
    let machine = try await machine(of: conversation)
    guard let reply = machine.reply, let first = machine.manifest else {
      preconditionFailure("a conversation that has ended has a letter and a reply")
    }
    guard first.digest == arrived.manifest.digest else {
      try await keep(contradiction: letter, to: machine, in: conversation)
      throw Refusal(.idReused, blame: .peer, "the sender has sent another package under this id before")
    }
    return reply
  }

  /// What is known of a transfer, if a letter of it has come.
  public func machine(of manifest: TransferManifest) async throws -> TransferRecipientMachine? {
    let conversation = Self.conversation(manifest)
    guard try await !journal.entries(of: conversation).isEmpty else { return nil }
    return try await machine(of: conversation)
  }

  /// Every transfer of which a letter has come, each when its conversation has ended; runs those that nobody runs.
  public func conversations() async throws -> [TransferRecipientMachine] {
    var machines = [TransferRecipientMachine]()
    for conversation in try await journal.conversations(of: TransferRecipientMachine.identity.name) {
      machines.append(try await machine(of: conversation))
    }
    return machines
  }

  /// Ids are the sender's own: nobody can take one of another sender's away.
  private static func conversation(_ manifest: TransferManifest) -> ConversationID {
    ConversationID(
      machine: TransferRecipientMachine.identity.name, id: "\(manifest.sender.thumbprint).\(manifest.id)")
  }

  private func open(_ conversation: ConversationID, with arrived: ArrivedTransfer) async throws {
    let now = await time.now()
    guard now <= arrived.manifest.closes else {
      throw Refusal(.tooLate, blame: .peer, "the transfer has closed at \(arrived.manifest.closes)")
    }
    do {
      try await journal.append(
        JournalEntry.beginning(TransferRecipientMachine.self, with: .arrived(arrived.letter), at: now), to: conversation
      )
    } catch let error as JournalError where error.code == .conflict {
      // The same letter came twice at once, and the other one was first.
    }
  }

  /// The machine when its conversation has ended; runs it where nobody does.
  private func machine(of conversation: ConversationID) async throws -> TransferRecipientMachine {
    if let task = running[conversation] { return try await task.value }
    let driver = MachineDriver(
      TransferRecipientMachine(), conversation: conversation, journal: journal, time: time, logger: logger
    ) { [self] action in
      try await perform(action)
    }
    let task = Task(executorPreference: ActionExecutor.current) { try await driver.run() }
    running[conversation] = task
    defer { running[conversation] = nil }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  private func perform(_ action: TransferRecipientAction) async throws -> [TransferRecipientEvent] {
    switch action {
    case .judge(let letter): return [.judged(try await keeper.judge(opened(letter)))]
    case .keep(let letter):
      try await keeper.keep(opened(letter))
      return [.kept]
    case .sign(let manifest):
      let receipt = TransferReceipt(
        transfer: manifest.digest, recipient: key.publicKey, package: manifest.package, received: await time.now())
      return [.signed(try VerifiedStatement(signing: receipt, with: [key]).signed)]
    }
  }

  /// A journalled letter, opened again.
  private func opened(_ letter: TransferLetter) throws(Refusal) -> ArrivedTransfer {
    try TransferVerifier.letter(
      letter, to: key.thumbprint, from: letter.journalledManifest.sender.thumbprint, openedWith: sealingKey)
  }

  private func keep(
    contradiction letter: TransferLetter, to machine: TransferRecipientMachine, in conversation: ConversationID
  ) async throws {
    guard case .signed(let other) = letter.manifest, machine.contradiction == nil else { return }
    let entries = try await journal.entries(of: conversation)
    let event = TransferRecipientEvent.contradicted(other)
    do {
      try await journal.append(
        JournalEntry(sequence: entries.count, time: await time.now(), bytes: event.canonicalBytes), to: conversation)
    } catch let error as JournalError where error.code == .conflict {
      // Somebody else has just kept one, and one is enough.
    }
  }
}
