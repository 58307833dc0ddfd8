/// Keyed tables with atomic multi-key transactions: what ledgers, mint and arbiter decide on.
///
/// A transaction is all or nothing and serialised with every other one of the same archive. `transact` returns only
/// when the changes will survive a power cut. The body runs once and must be quick: no I/O, no waiting, no cryptography
/// that could be done before. What it throws rolls everything back and is thrown on.
public protocol Records: Sendable {
  func transact<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordTransaction) throws -> Result
  ) async throws -> Result

  /// Reads without writing, from a consistent state that includes every acknowledged transaction.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any RecordReader) throws -> Result
  ) async throws -> Result
}

/// A table by name: lower-case letters, digits and `_`. Created on first use.
public struct RecordTable: Hashable, Sendable {
  public let name: String

  public init(_ name: String) {
    precondition(
      !name.isEmpty
        && name.utf8.allSatisfy {
          UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "_")
        })
    self.name = name
  }
}

/// What a transaction can read. Not to be kept beyond the body it was given to.
public protocol RecordReader {
  func value(_ key: [UInt8], in table: RecordTable) throws -> [UInt8]?

  /// Records in the order of their keys, of those that begin with `prefix` and come after `last`.
  func list(
    _ table: RecordTable, prefix: [UInt8], after last: [UInt8]?, limit: Int
  ) throws -> [(key: [UInt8], value: [UInt8])]

  /// Entries of an append-only log from number `first` (the log begins at 0).
  func entries(of log: RecordTable, from first: Int, limit: Int) throws -> [[UInt8]]

  /// How many entries the log has.
  func count(of log: RecordTable) throws -> Int
}

/// What a transaction can change.
public protocol RecordTransaction: RecordReader {
  /// Adds a record; `false`, and no change, when there is one with this key.
  func insert(_ value: [UInt8], for key: [UInt8], in table: RecordTable) throws -> Bool

  /// Replaces the record if it now has the expected value; `false`, and no change, otherwise.
  func replace(_ expected: [UInt8], with value: [UInt8], for key: [UInt8], in table: RecordTable) throws -> Bool

  /// Sets a record whatever was there. For what is derived (a balance, a cursor), never for a decision.
  func set(_ value: [UInt8], for key: [UInt8], in table: RecordTable) throws

  /// Removes a record, such as an outbox entry that has been delivered.
  func remove(_ key: [UInt8], in table: RecordTable) throws

  /// Appends to a log and returns the entry's number.
  func append(_ value: [UInt8], to log: RecordTable) throws -> Int
}
