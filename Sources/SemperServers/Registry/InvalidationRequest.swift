import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperModel

/// Asks a registry to turn a credential invalid, with the arbiter's failure decision and the key that verifies it.
struct InvalidationRequest: Hashable, CanonicalValue {
  let terms: StatusTerms
  let decision: SignedStatement
  let arbiter: PublicKey

  init(terms: StatusTerms, decision: SignedStatement, arbiter: PublicKey) {
    self.terms = terms
    self.decision = decision
    self.arbiter = arbiter
  }

  var json: JSON {
    .fields(["arbiter": arbiter.json, "decision": decision.json, "terms": terms.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    arbiter = try fields.value("arbiter")
    decision = try fields.value("decision")
    terms = try fields.value("terms")
    try fields.close()
  }
}
