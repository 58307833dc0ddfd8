import SemperArchive
import SemperCoding
import SemperModel

/// Which start of the arbiter owns the store. Written at each start, and compared in every transaction that decides, so
/// that an instance that has been overtaken decides nothing more.
struct ArbiterGeneration: Hashable, Sendable, CanonicalValue {
  /// Another instance has started on this store since.
  struct Superseded: Error {}

  private static let table = RecordTable("arbiter_generation")
  private static let key = Array("current".utf8)

  let number: Int
  let instance: Nonce

  init(number: Int, instance: Nonce) {
    self.number = number
    self.instance = instance
  }

  static func current(_ reader: any RecordReader) throws -> ArbiterGeneration? {
    try reader.value(key, in: table).map { try ArbiterGeneration(canonicalBytes: $0) }
  }

  static func begin(in transaction: any RecordTransaction) throws -> ArbiterGeneration {
    var generator = SystemRandomNumberGenerator()
    let next = ArbiterGeneration(
      number: (try current(transaction)?.number ?? 0) + 1, instance: Nonce(using: &generator))
    try transaction.set(next.canonicalBytes, for: key, in: table)
    return next
  }

  /// An arbiter that was never started owns a store that none was started on.
  static func check(_ own: ArbiterGeneration?, in transaction: any RecordTransaction) throws {
    guard try current(transaction) == own else { throw Superseded() }
  }

  var json: JSON { .fields(["instance": instance.json, "number": number.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    instance = try fields.value("instance")
    number = try fields.value("number")
    try fields.close()
  }
}
