import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// One entry of the arbiter's log: a decision or a notice, and the chain value over everything up to it.
struct LogEntry: Hashable, Sendable, CanonicalValue {
  /// The chain value before the first entry.
  static let start = Digest(of: [], for: .decisionEntry)

  let statement: SignedStatement
  let chain: Digest

  init(_ statement: SignedStatement, after previous: Digest) {
    self.statement = statement
    chain = Self.chain(statement, after: previous)
  }

  static func chain(_ statement: SignedStatement, after previous: Digest) -> Digest {
    Digest(of: previous.bytes + statement.digest.bytes, for: .decisionEntry)
  }

  var json: JSON {
    statement.kind == .logNotice
      ? .fields(["chain": chain.json, "notice": statement.json])
      : .fields(["chain": chain.json, "decision": statement.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    chain = try fields.value("chain")
    let notice: SignedStatement? = try fields.optional("notice")
    statement = if let notice { notice } else { try fields.value("decision") }
    try fields.close()
  }
}
