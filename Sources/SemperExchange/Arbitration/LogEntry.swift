import SemperCoding
import SemperCryptography
import SemperModel

/// An entry of the decision log: the decision and the chain value over everything up to it.
struct LogEntry: Hashable, Sendable, CanonicalValue {
  /// The chain value before the first entry.
  static let start = Digest(of: [], for: .decisionEntry)

  let decision: SignedStatement
  let chain: Digest

  init(decision: SignedStatement, after previous: Digest) {
    self.decision = decision
    chain = Digest(of: previous.bytes + decision.digest.bytes, for: .decisionEntry)
  }

  var json: JSON { .fields(["chain": chain.json, "decision": decision.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    chain = try fields.value("chain")
    decision = try fields.value("decision")
    try fields.close()
  }
}
