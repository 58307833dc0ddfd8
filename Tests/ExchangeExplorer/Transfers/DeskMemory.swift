import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import Synchronization

/// Everything that a recipient's side remembers, as a value: its journal, what it has kept, and what it has decided.
struct DeskMemory: Hashable, Sendable {
  var conversations: [ConversationID: [JournalEntry]] = [:]
  /// In the order in which they began.
  var order: [ConversationID] = []
  /// By the digest of the manifest.
  var kept: [Digest: TransferPackage] = [:]
  var wanted: [Digest: Bool] = [:]
}

/// A recipient's disk, and the process that works on it until it dies: just before a durable effect of this number, or
/// just after it.
final class DeskDisk: Journal, TransferKeeper {
  struct Death: Hashable, Sendable {
    let effect: Int
    let isBefore: Bool
  }
  struct Dead: Error {}

  private struct State {
    var memory: DeskMemory
    var effects = 0
    var isDead = false
  }
  private let state: Mutex<State>
  private let death: Death?
  private let wants: Bool
  private let died: @Sendable () -> Void

  init(_ memory: DeskMemory, death: Death?, wants: Bool, died: @escaping @Sendable () -> Void) {
    state = Mutex(State(memory: memory))
    (self.death, self.wants, self.died) = (death, wants, died)
  }

  var memory: DeskMemory { state.withLock(\.memory) }
  var effects: Int { state.withLock(\.effects) }

  private func effect(_ change: (inout DeskMemory) throws -> Void) throws {
    let dies = try state.withLock { state -> Bool in
      guard !state.isDead else { throw Dead() }
      state.effects += 1
      let isLast = state.effects == death?.effect
      if isLast { state.isDead = true }
      if !isLast || death?.isBefore == false { try change(&state.memory) }
      return isLast
    }
    guard dies else { return }
    died()
    throw Dead()
  }

  private func look<Value>(_ value: (DeskMemory) -> Value) throws -> Value {
    try state.withLock { state in
      guard !state.isDead else { throw Dead() }
      return value(state.memory)
    }
  }

  // MARK: Journal

  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws {
    try effect { memory in
      let before = memory.conversations[conversation] ?? []
      guard entries.first?.sequence == before.count else {
        throw JournalError(.conflict, "somebody else runs this conversation")
      }
      if before.isEmpty { memory.order.append(conversation) }
      memory.conversations[conversation] = before + entries
    }
  }

  func entries(of conversation: ConversationID) async throws -> [JournalEntry] {
    try look { $0.conversations[conversation] ?? [] }
  }

  func conversations(of machine: String) async throws -> [ConversationID] {
    try look { $0.order.filter { $0.machine == machine } }
  }

  // MARK: Keeper

  func judge(_ arrived: ArrivedTransfer) async throws -> Refusal? {
    let digest = arrived.manifest.digest
    if try look({ $0.wanted[digest] }) == nil { try effect { $0.wanted[digest] = wants } }
    let isWanted = try look { $0.wanted[digest] ?? false }
    return isWanted ? nil : Refusal(.userDeclined, blame: .us, "not wanted")
  }

  func keep(_ arrived: ArrivedTransfer) async throws {
    guard try look({ $0.kept[arrived.manifest.digest] }) == nil else { return }
    try effect { $0.kept[arrived.manifest.digest] = arrived.package }
  }
}
