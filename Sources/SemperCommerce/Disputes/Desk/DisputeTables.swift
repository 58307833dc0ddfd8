import SemperArchive
import SemperCoding
import SemperModel

/// Where an arbiter keeps its disputes. Everything but the cases is derived from them.
enum DisputeTables {
  /// Claim → `DisputeCase`.
  static let cases = RecordTable("dispute_cases")
  /// Deal and claim.
  static let deals = RecordTable("dispute_deals")
  /// Time and claim, of cases that time alone moves next.
  static let due = RecordTable("dispute_due")
  /// Claim, of cases in which the other side has not answered.
  static let unheard = RecordTable("dispute_unheard")
  /// Claim, of cases that are not final.
  static let open = RecordTable("dispute_open")

  static func load(_ id: [UInt8], _ reader: any RecordReader) throws -> DisputeCase? {
    try reader.value(id, in: cases).map { try DisputeCase(canonicalBytes: $0, limits: EvidenceBundle.limits) }
  }

  /// Writes a case in the place of what it was; `false` where it has become something else meanwhile.
  static func store(
    _ dispute: DisputeCase, over before: DisputeCase?, _ transaction: any RecordTransaction
  ) throws -> Bool {
    let id = dispute.id.bytes
    if let before {
      guard
        try transaction.replace(before.canonicalBytes, with: dispute.canonicalBytes, for: id, in: cases)
      else { return false }
      if let old = before.due { try transaction.remove(place(old, id), in: due) }
    } else {
      guard try transaction.insert(dispute.canonicalBytes, for: id, in: cases) else { return false }
      try transaction.set([1], for: dispute.claimContent.deal.bytes + id, in: deals)
    }
    if let new = dispute.due { try transaction.set([1], for: place(new, id), in: due) }
    try mark(dispute.stage == .hearing && dispute.answer == nil, id, in: unheard, transaction)
    try mark(dispute.stage != .final && dispute.stage != .enforced, id, in: open, transaction)
    return true
  }

  private static func mark(
    _ isThere: Bool, _ id: [UInt8], in table: RecordTable, _ transaction: any RecordTransaction
  ) throws {
    if isThere { try transaction.set([1], for: id, in: table) } else { try transaction.remove(id, in: table) }
  }

  private static func place(_ time: Timestamp, _ id: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(bitPattern: time.seconds).bigEndian) { Array($0) } + id
  }
}
