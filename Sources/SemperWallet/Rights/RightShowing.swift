public import SemperCoding

/// Which right a wallet is to show, to whom, in answer to what, and how much of it.
public struct RightShowing: Hashable, Sendable, CanonicalValue {
  /// Its name in this wallet, or the beginning of it.
  public let right: String
  /// `nil` for the issuer.
  public let audience: String?
  public let nonce: String
  public let revealing: [String]

  public init(_ right: String, to audience: String?, nonce: String, revealing: [String] = []) {
    self.right = right
    self.audience = audience
    self.nonce = nonce
    self.revealing = revealing
  }

  public var json: JSON {
    .fields([
      "nonce": nonce.json, "reveal": revealing.json, "right": right.json, "to": audience?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    nonce = try fields.value("nonce")
    revealing = try fields.value("reveal")
    right = try fields.value("right")
    audience = try fields.optional("to")
    try fields.close()
  }
}
