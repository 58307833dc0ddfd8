public import SemperCoding

/// A no, as a value: it drives machines, is kept as evidence and crosses the wire as its code.
public struct Refusal: Error, Hashable, Sendable, CanonicalValue, CustomStringConvertible {
  public let code: RefusalCode
  public let blame: Blame
  /// What happened and what to do next, for people. Never holds a secret.
  public let detail: String

  public init(_ code: RefusalCode, blame: Blame, _ detail: String) {
    self.code = code
    self.blame = blame
    self.detail = detail
  }

  public var description: String { "\(code.rawValue): \(detail)" }
  public var json: JSON {
    .fields(["blame": blame.json, "code": code.json, "detail": detail.json])
  }
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    self.init(try fields.value("code"), blame: try fields.value("blame"), try fields.value("detail"))
    try fields.close()
  }
}
