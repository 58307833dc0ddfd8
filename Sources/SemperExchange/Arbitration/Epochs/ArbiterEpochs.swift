import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import Synchronization

/// The epochs of one arbiter and the private keys of those that it serves. The stored entries are the truth; this is
/// what the running process has of them.
final class ArbiterEpochs: Sendable {
  private struct State {
    var entries: [Int: EpochEntry] = [:]
    var keys: [Int: SealingKey] = [:]
  }

  static let table = RecordTable("arbiter_epochs")
  private let state = Mutex(State())

  init() {}

  /// One epoch that is always offered.
  init(_ entry: EpochEntry, _ key: SealingKey) { set(entry, key) }

  /// All of them, in the order of their numbers.
  var entries: [EpochEntry] { state.withLock { $0.entries.values.sorted { $0.number < $1.number } } }

  /// The one that new exchanges pin.
  var offered: EpochEntry? { entries.last { $0.stage == .offered } }

  func entry(_ number: Int) -> EpochEntry? { state.withLock { $0.entries[number] } }
  func key(_ number: Int) -> SealingKey? { state.withLock { $0.keys[number] } }

  /// `key` only for an epoch that is new here.
  func set(_ entry: EpochEntry, _ key: SealingKey? = nil) {
    state.withLock { state in
      state.entries[entry.number] = entry
      switch entry.stage {
      case .offered, .ended: if let key { state.keys[entry.number] = key }
      case .destroying, .destroyed: state.keys[entry.number] = nil
      }
    }
  }

  static func secretName(_ number: Int) -> String { "arbiter-sealing-\(number)" }
  static func place(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } }

  static func store(_ entry: EpochEntry, in transaction: any RecordTransaction) throws {
    try transaction.set(entry.canonicalBytes, for: place(entry.number), in: table)
  }

  static func stored(_ reader: any RecordReader) throws -> [EpochEntry] {
    var entries = [EpochEntry]()
    while true {
      let page = try reader.list(table, prefix: [], after: entries.last.map { place($0.number) }, limit: 256)
      guard !page.isEmpty else { return entries }
      entries += try page.map { try EpochEntry(canonicalBytes: $0.value) }
    }
  }
}
