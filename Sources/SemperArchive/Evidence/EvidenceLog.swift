public import SemperModel

/// The append-only, hash-chained memory of everything signed or verified in deals.
///
/// Each entry's chain value is the digest (purpose `evidence-entry`) over the previous value and the entry, so that a
/// changed, removed or reordered entry is noticed by `verifyChain`. Adding what the deal already has changes nothing.
public protocol EvidenceLog: Sendable {
  /// Keeps items of evidence in this order, all or none; returns when they are durable.
  func add(_ items: [EvidenceItem]) async throws

  /// What belongs to one deal, in the order in which it was added.
  func items(of deal: ID<Deal>) async throws -> [EvidenceItem]

  /// Throws `ArchiveError(.corrupt)` at the first entry whose chain value does not fit. Returns the number of entries.
  func verifyChain() async throws -> Int
}

extension EvidenceLog {
  /// Keeps one item.
  public func add(_ item: EvidenceItem) async throws { try await add([item]) }
}

/// One item of evidence: which deal, what kind of thing (a statement kind or a media type), and its bytes.
public struct EvidenceItem: Hashable, Sendable {
  public let deal: ID<Deal>
  public let form: String
  public let bytes: [UInt8]

  public init(deal: ID<Deal>, form: String, bytes: [UInt8]) {
    self.deal = deal
    self.form = form
    self.bytes = bytes
  }
}
