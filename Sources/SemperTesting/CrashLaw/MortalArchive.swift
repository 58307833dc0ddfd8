import SemperArchive
import SemperEngine
import SemperModel

/// Any archive as a process of a crash law uses it: its writes are counted with those of the process, which can die at each of them,
/// and what is asked after that fails. Virtual time stands while a real disk works.
struct MortalArchive: Archive {
  let disk: any Archive
  let life: InMemoryArchive
  let time: VirtualTime

  init(_ disk: any Archive, life: InMemoryArchive, time: VirtualTime) {
    self.disk = disk
    self.life = life
    self.time = time
  }

  var journal: any Journal { MortalJournal(archive: self) }
  var evidence: any EvidenceLog { MortalEvidence(archive: self) }
  var records: any Records { MortalRecords(archive: self) }
  var keys: any KeyStore { MortalKeys(archive: self) }

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any ArchiveTransaction) throws -> Result
  ) async throws -> Result {
    try await write("archive") { try await disk.transact(body) }
  }

  func write<Result: Sendable>(_ name: String, _ body: () async throws -> Result) async throws -> Result {
    try await life.write(name) { try await time.standing(body) }
  }

  func read<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try life.requireAlive()
    let result = try await time.standing(body)
    try life.requireAlive()
    return result
  }
}

private struct MortalJournal: Journal {
  let archive: MortalArchive

  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws {
    do {
      try await archive.write("journal \(conversation)") {
        try await archive.disk.journal.append(entries, to: conversation)
      }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }

  func entries(of conversation: ConversationID) async throws -> [JournalEntry] {
    do {
      return try await archive.read { try await archive.disk.journal.entries(of: conversation) }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }

  func conversations(of machine: String) async throws -> [ConversationID] {
    do {
      return try await archive.read { try await archive.disk.journal.conversations(of: machine) }
    } catch let error as ArchiveError {
      throw JournalError(.unavailable, error.message)
    }
  }
}

private struct MortalEvidence: EvidenceLog {
  let archive: MortalArchive

  func add(_ items: [EvidenceItem]) async throws {
    try await archive.write("evidence") { try await archive.disk.evidence.add(items) }
  }

  func items(of deal: ID<Deal>) async throws -> [EvidenceItem] {
    try await archive.read { try await archive.disk.evidence.items(of: deal) }
  }

  func verifyChain() async throws -> Int { try await archive.read { try await archive.disk.evidence.verifyChain() } }
}

private struct MortalRecords: Records {
  let archive: MortalArchive

  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result {
    try await archive.write("records") { try await archive.disk.records.transact(body) }
  }

  func read<Result: Sendable>(_ body: @escaping @Sendable (any RecordReader) throws -> Result) async throws -> Result {
    try await archive.read { try await archive.disk.records.read(body) }
  }
}

private struct MortalKeys: KeyStore {
  let archive: MortalArchive

  func store(_ secret: [UInt8], named name: String) async throws {
    try await archive.write("key \(name)") { try await archive.disk.keys.store(secret, named: name) }
  }

  func secret(named name: String) async throws -> [UInt8]? {
    try await archive.read { try await archive.disk.keys.secret(named: name) }
  }

  func destroy(named name: String) async throws {
    try await archive.write("destruction of key \(name)") { try await archive.disk.keys.destroy(named: name) }
  }
}
