public import SemperModel

/// The durable memory of conversations: for each, a numbered, append-only list of events.
///
/// `append` returns only when the entries will survive a power cut. Entries are never changed. The archive implements it.
public protocol Journal: Sendable {
  /// Adds these entries, all or none. The first must have the next number and each the one after; otherwise throws
  /// `JournalError.conflict`, which means that somebody else runs this conversation.
  func append(_ entries: [JournalEntry], to conversation: ConversationID) async throws

  /// All entries in order; empty for a conversation that has none.
  func entries(of conversation: ConversationID) async throws -> [JournalEntry]

  /// The conversations of one machine, finished ones too, in the order in which they began.
  func conversations(of machine: String) async throws -> [ConversationID]
}

extension Journal {
  /// Adds one entry, under the same rule.
  public func append(_ entry: JournalEntry, to conversation: ConversationID) async throws {
    try await append([entry], to: conversation)
  }
}

/// The name of one conversation in a journal: the machine's name and an id, such as `buyer-deal/…`.
public struct ConversationID: Hashable, Sendable, CustomStringConvertible {
  public let machine: String
  public let id: String

  public init(machine: String, id: String) {
    self.machine = machine
    self.id = id
  }

  public var description: String { "\(machine)/\(id)" }
}

/// One event as stored: its number from 0, when it was handled, and its canonical bytes. Entry 0 is the header.
public struct JournalEntry: Hashable, Sendable {
  public let sequence: Int
  public let time: Timestamp
  public let bytes: [UInt8]

  public init(sequence: Int, time: Timestamp, bytes: [UInt8]) {
    self.sequence = sequence
    self.time = time
    self.bytes = bytes
  }
}

/// Why a journal did not take or give an entry.
public struct JournalError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable { case conflict, corrupt, unavailable }
  public let code: Code
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
