import SemperArchive
import SemperCoding
import SemperModel

extension MintTransaction {
  /// What a refresh's record comes to.
  enum RefreshChange {
    case none
    case written(RefreshRecord)
    /// The candidates had been opened before; the coins are signed again.
    case already(RefreshRecord)

    var record: RefreshRecord? {
      switch self {
      case .none: nil
      case .written(let record), .already(let record): record
      }
    }
  }

  static func refresh(_ operation: ID<Operation>, _ reader: any RecordReader) throws -> RefreshRecord? {
    try reader.value(operation.bytes, in: MintTables.refreshes).map { try RefreshRecord(canonicalBytes: $0) }
  }

  /// Takes down a commitment with the candidate that was drawn, or that the others have been opened. Nobody gets a second draw: the
  /// coin is spent, and the record stands.
  func stepRefresh(_ transaction: any RecordTransaction) throws -> RefreshChange {
    switch plan.refresh {
    case .none: return .none
    case .commit(let record):
      guard
        try transaction.insert(record.canonicalBytes, for: plan.operation.bytes, in: MintTables.refreshes)
      else { throw ArchiveError(.corrupt, "a refresh is on the books without its operation; run the audit") }
      return .written(record)
    case .reveal(let operation, let request, let chosen, let time):
      guard let record = try Self.refresh(operation, transaction), record.request == request else {
        throw Refusal(.coinInvalid, blame: .peer, "no coin was given up for this refresh")
      }
      guard record.chosen == chosen, record.time == time else {
        throw Refusal(.coinInvalid, blame: .peer, "the mint has chosen another candidate")
      }
      if record.revealed != nil { return .already(record) }
      var opened = record
      opened.revealed = plan.operation
      guard
        try transaction.replace(
          record.canonicalBytes, with: opened.canonicalBytes, for: operation.bytes, in: MintTables.refreshes)
      else { throw ArchiveError(.corrupt, "a refresh changed under its transaction") }
      return .written(opened)
    }
  }
}
