public import SemperCoding
public import SemperModel

/// One link of a chain of evidence as it was judged: who said what, when, under which terms, checked against which key,
/// and whether it holds.
public struct EvidenceLink: Hashable, Sendable, CanonicalValue {
  /// The bundle as a whole: where damage to its form is reported.
  public static let bundle = "bundle"

  /// The statement's kind and the beginning of its digest, such as `offer 4fXQ2c1d`.
  public let name: String
  public let digest: Digest?
  /// Who has signed: organisation and role by certificate, or a pseudonym.
  public let by: [String]
  public let says: String
  public let time: Timestamp?
  /// The digest of the terms of business, for statements that name them.
  public let terms: Digest?
  public let keys: [Thumbprint]
  /// Whether nobody but the signer vouches for the time.
  public let selfDated: Bool
  /// Why the link does not hold; `nil` when it does.
  public let fault: Refusal?
  public var holds: Bool { fault == nil }

  public init(
    name: String, digest: Digest? = nil, by: [String] = [], says: String, time: Timestamp? = nil,
    terms: Digest? = nil, keys: [Thumbprint] = [], selfDated: Bool = false, fault: Refusal? = nil
  ) {
    self.name = name
    self.digest = digest
    self.by = by
    self.says = says
    self.time = time
    self.terms = terms
    self.keys = keys
    self.selfDated = selfDated
    self.fault = fault
  }

  public var json: JSON {
    .fields([
      "by": by.json, "digest": digest?.json, "fault": fault?.json, "keys": keys.json, "name": name.json,
      "ok": holds.json, "says": says.json, "selfDated": selfDated.json, "terms": terms?.json, "time": time?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    by = try fields.value("by")
    digest = try fields.optional("digest")
    fault = try fields.optional("fault")
    keys = try fields.value("keys")
    name = try fields.value("name")
    let ok: Bool = try fields.value("ok")
    says = try fields.value("says")
    selfDated = try fields.value("selfDated")
    terms = try fields.optional("terms")
    time = try fields.optional("time")
    try fields.close()
    guard ok == holds else { throw CodingError(.outOfRange, "a link holds unless it says why not").inside("ok") }
  }
}
