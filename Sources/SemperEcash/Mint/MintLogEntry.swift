import SemperCoding
import SemperCryptography
import SemperModel

/// What one operation did to coins, as the mint's log keeps it: which came back and which blinded messages were signed.
///
/// The log is append-only and written in the operation's own transaction; the mint's daily statement vouches for it.
struct MintLogEntry: Hashable, Sendable, CanonicalValue {
  /// A coin that came back, or a blinded message that was signed, with the denomination key.
  struct Mark: Hashable, Sendable, CanonicalValue {
    let digest: Digest
    let key: Digest

    init(_ digest: Digest, under key: Digest) {
      self.digest = digest
      self.key = key
    }

    var json: JSON { .fields(["digest": digest.json, "key": key.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      digest = try fields.value("digest")
      key = try fields.value("key")
      try fields.close()
    }
  }

  let operation: ID<Operation>
  let time: Timestamp
  let spent: [Mark]
  let issued: [Mark]

  init(_ plan: MintPlan, time: Timestamp) {
    operation = plan.operation
    self.time = time
    spent = plan.inputs.map { Mark($0.digest, under: $0.key) }
    issued = plan.outputs.map { Mark($0.digest, under: $0.key) }
  }

  /// The leaf for which an entry stands in the tree of its day.
  static func leaf(_ bytes: [UInt8]) -> Digest { Digest(of: bytes, for: .logLeaf) }

  var json: JSON {
    .fields([
      "issued": issued.json, "operation": operation.json, "spent": spent.json, "time": time.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    issued = try fields.value("issued")
    operation = try fields.value("operation")
    spent = try fields.value("spent")
    time = try fields.value("time")
    try fields.close()
  }
}
