import SemperCryptography
public import SemperEngine
public import SemperModel

/// The hash chain of one conversation's journal: each entry's link is the digest (purpose `journal-entry`) over the
/// previous link and the entry; the first follows a link made of the conversation's name.
///
/// So a changed, reordered or removed entry, or one moved in from another conversation, breaks the chain. The count of
/// entries and the last link are stored beside it, so that a missing tail is noticed too. The chain is not keyed: it
/// finds damage and careless tampering, and makes tampering before an exported link evident.
public struct JournalChain: Sendable, Equatable {
  public private(set) var count: Int
  public private(set) var link: Digest

  /// The chain before its first entry.
  public init(of conversation: ConversationID) {
    count = 0
    link = Digest(of: Array("\(conversation.machine)\u{0}\(conversation.id)".utf8), for: .journalEntry)
  }

  /// The chain as it was stored.
  public init(count: Int, link: Digest) {
    self.count = count
    self.link = link
  }

  /// Appends the next entry, or refuses another number with `JournalError.conflict`.
  public mutating func append(_ entry: JournalEntry) throws(JournalError) {
    guard entry.sequence == count else {
      throw JournalError(
        .conflict,
        "entry \(entry.sequence) is not the next one (\(count)): another process runs this conversation; stop this one"
      )
    }
    var hasher = PurposeHasher(for: .journalEntry)
    hasher.update(link.bytes)
    hasher.update(UInt64(entry.sequence))
    hasher.update(UInt64(bitPattern: entry.time.seconds))
    hasher.update(entry.bytes)
    link = hasher.finalize()
    count += 1
  }

  /// Follows the entries as they were stored, with the link of each, up to the stored head.
  ///
  /// Throws `JournalError.corrupt` at the first that does not fit.
  public static func verify(
    _ entries: [(entry: JournalEntry, link: [UInt8])], of conversation: ConversationID, upTo head: JournalChain
  ) throws(JournalError) {
    var chain = JournalChain(of: conversation)
    for (entry, link) in entries {
      let number = chain.count
      do { try chain.append(entry) } catch { throw corrupt(number, conversation) }
      guard chain.link.bytes == link else { throw corrupt(number, conversation) }
    }
    guard chain == head else { throw corrupt(chain.count, conversation) }
  }

  private static func corrupt(_ number: Int, _ conversation: ConversationID) -> JournalError {
    JournalError(
      .corrupt,
      "entry \(number) of the conversation \(conversation) is missing or was changed; restore the home from its backup")
  }
}
