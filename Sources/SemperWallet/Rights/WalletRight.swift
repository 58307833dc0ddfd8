public import SemperCoding
import SemperCredentials
public import SemperModel

/// A right that a wallet holds, as its owner looks at it.
public struct WalletRight: Hashable, Sendable, CanonicalValue {
  /// What it is called in this wallet.
  public let name: String
  /// As terms of business know it, such as `membership`.
  public let type: String
  /// The terms under which it was given, and the deal; `nil` for one that was issued outside of deals.
  public let terms: Digest?
  public let deal: ID<Deal>?
  public let issuer: Thumbprint
  public let issued: Timestamp
  public let expires: Timestamp?
  public let isOver: Bool
  /// The places of what can be shown of it, such as `says/contract/event`.
  public let places: [String]
  /// All that it says, as JSON.
  public let claims: String

  init(_ kept: KeptRight, at now: Timestamp) {
    name = kept.name
    let known = try? CredentialType(text: kept.held.type)
    type = known?.name ?? kept.held.type
    terms = known?.terms
    deal = kept.deal
    issuer = kept.held.issuer
    issued = kept.held.issued
    expires = kept.held.expires
    isOver = kept.isOver(at: now)
    places = kept.held.places
    claims = String(decoding: JSON.object(kept.held.claims).canonicalBytes, as: UTF8.self)
  }

  public var json: JSON {
    .fields([
      "claims": claims.json, "deal": deal?.json, "expires": expires?.json, "issued": issued.json,
      "issuer": issuer.json, "over": isOver.json, "places": places.json, "right": name.json, "terms": terms?.json,
      "type": type.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    claims = try fields.value("claims")
    deal = try fields.optional("deal")
    expires = try fields.optional("expires")
    issued = try fields.value("issued")
    issuer = try fields.value("issuer")
    isOver = try fields.value("over")
    places = try fields.value("places")
    name = try fields.value("right")
    terms = try fields.optional("terms")
    type = try fields.value("type")
    try fields.close()
  }
}
