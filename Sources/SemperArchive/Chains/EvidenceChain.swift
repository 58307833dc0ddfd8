import SemperCryptography
public import SemperModel

/// The hash chain of a home's evidence: each entry's link is the digest (purpose `evidence-entry`) over the previous
/// link and the item, every part of which is preceded by its length.
public struct EvidenceChain: Sendable, Equatable {
  public private(set) var count: Int
  public private(set) var link: Digest

  /// The chain before its first entry.
  public init() {
    count = 0
    link = Digest(of: [], for: .evidenceEntry)
  }

  /// The chain as it was stored.
  public init(count: Int, link: Digest) {
    self.count = count
    self.link = link
  }

  public mutating func append(_ item: EvidenceItem) {
    var hasher = PurposeHasher(for: .evidenceEntry)
    hasher.update(link.bytes)
    for part in [item.deal.bytes, Array(item.form.utf8), item.bytes] {
      hasher.update(UInt64(part.count))
      hasher.update(part)
    }
    link = hasher.finalize()
    count += 1
  }

  /// Appends an item that was stored with this link; throws `ArchiveError(.corrupt)` when it does not fit.
  public mutating func follow(_ item: EvidenceItem, link stored: [UInt8]) throws(ArchiveError) {
    append(item)
    guard link.bytes == stored else { throw Self.corrupt(count - 1) }
  }

  /// Throws `ArchiveError(.corrupt)` unless this chain, followed over all items, has come to the stored head.
  public func arrive(at head: EvidenceChain) throws(ArchiveError) {
    guard self == head else { throw Self.corrupt(min(count, head.count)) }
  }

  private static func corrupt(_ number: Int) -> ArchiveError {
    ArchiveError(
      .corrupt, "evidence entry \(number) is missing or was changed; restore the home from its backup")
  }
}

extension EvidenceItem {
  /// What two equal items have in common and no others: the link of a chain that holds this item alone.
  public var fingerprint: Digest {
    var chain = EvidenceChain()
    chain.append(self)
    return chain.link
  }
}
