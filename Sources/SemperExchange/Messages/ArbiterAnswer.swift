public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What the arbiter answers to every call: its decision as a statement and, where the caller may have it, the peer's
/// opening sealed to the caller. An originator that asks to abort may learn here that the responder had committed, so
/// the answer brings the responder's commitment M2 along.
public struct ArbiterAnswer: Hashable, Sendable, CanonicalValue {
  public let decision: SignedStatement
  public let sealed: ByteString?
  public let commitResponder: SignedStatement?

  public init(decision: SignedStatement, sealed: ByteString?, commitResponder: SignedStatement?) {
    self.decision = decision
    self.sealed = sealed
    self.commitResponder = commitResponder
  }

  public var json: JSON {
    .fields(["decision": decision.json, "m2": commitResponder?.json, "sealed": sealed?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    decision = try fields.value("decision")
    sealed = try fields.optional("sealed")
    commitResponder = try fields.optional("m2")
    try fields.close()
  }
}
