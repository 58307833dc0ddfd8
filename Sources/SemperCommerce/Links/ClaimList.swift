public import SemperCoding
public import SemperCryptography

/// The claims of a seller about one deal, each as it was signed.
public struct ClaimList: Hashable, Sendable, CanonicalValue {
  static let limits = DecodingLimits(bytes: 256 << 10, members: 10_000)
  static let most = 8

  public let claims: [SignedStatement]

  public init(_ claims: [SignedStatement]) { self.claims = claims }

  public var json: JSON { .fields(["claims": claims.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    claims = try fields.value("claims")
    try fields.close()
    guard claims.count <= Self.most else { throw CodingError(.tooMany, "at most \(Self.most) claims") }
  }
}
