import SemperArchive

/// Everything an arbiter remembers, as a value.
struct Book: Hashable, Sendable {
  var records: [RecordTable: [[UInt8]: [UInt8]]] = [:]
  var logs: [RecordTable: [[UInt8]]] = [:]
}
