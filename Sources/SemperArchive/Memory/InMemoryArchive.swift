public import SemperCryptography
public import SemperEngine
import SemperModel
import Synchronization

/// An archive whose storage is memory, for tests and simulations; it behaves as a durable one does.
///
/// Its storage outlives its user: `reopened` gives what a restarted process finds. A process can be made to die at a
/// chosen write, and whatever it does with this archive afterwards fails.
public struct InMemoryArchive: Archive, Discreet {
  let storage: InMemoryStorage
  let process: InMemoryProcess
  private let master: [UInt8]

  /// An empty archive. The master key wraps its secrets.
  public init(masterKey: [UInt8] = [UInt8](repeating: 7, count: 32)) {
    self.init(InMemoryStorage(), masterKey, crash: nil, onCrash: nil)
  }

  private init(
    _ storage: InMemoryStorage, _ master: [UInt8], crash: CrashPoint?, onCrash: (@Sendable () -> Void)?
  ) {
    self.storage = storage
    self.master = master
    process = InMemoryProcess(storage: storage, crash: crash, onCrash: onCrash)
  }

  public var journal: any Journal { InMemoryJournal(process: process) }
  public var evidence: any EvidenceLog { InMemoryEvidenceLog(process: process) }
  public var records: any Records { InMemoryRecords(process: process) }
  public var keys: any KeyStore { InMemoryKeyStore(process: process, wrap: KeyWrap(master: master)) }

  public func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any ArchiveTransaction) throws -> Result
  ) async throws -> Result {
    try process.transact(body)
  }

  /// Ends the present process and gives its storage to a new one.
  ///
  /// - Parameters:
  ///   - crash: where the new process dies; writes are counted over all processes of this storage.
  ///   - onCrash: called once, when it has died.
  public func reopened(crash: CrashPoint? = nil, onCrash: (@Sendable () -> Void)? = nil) -> InMemoryArchive {
    process.kill()
    return InMemoryArchive(storage, master, crash: crash, onCrash: onCrash)
  }

  /// Lets a write to another storage be one of this process: it may die just before or just after it, as at its own.
  public func write<Result: Sendable>(
    _ name: String, elsewhere body: () async throws -> Result
  ) async throws -> Result {
    try await process.write(name, elsewhere: body)
  }

  /// Throws once the process has died, as everything that it asks of its archive does.
  public func requireAlive() throws { try process.requireAlive() }

  /// Whether the process that uses this archive has died.
  public var hasCrashed: Bool { process.isDead }

  /// What each durable write so far was, such as `journal buyer-deal/… entry 3`. A crash point counts these.
  public var writes: [String] { storage.content.withLock(\.writes) }
}
