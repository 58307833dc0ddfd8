public import SemperCoding
public import SemperModel

/// A right that was shown at a shop's door and is good.
public struct TillAdmission: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>
  public let item: String
  /// As the terms know it, such as `ticket`.
  public let type: String
  public let title: String
  /// What its holder has shown of it, as JSON.
  public let claims: String
  public let expires: Timestamp?
  public let time: Timestamp

  init(
    deal: ID<Deal>, item: String, type: String, title: String, claims: JSON, expires: Timestamp?, time: Timestamp
  ) {
    self.deal = deal
    self.item = item
    self.type = type
    self.title = title
    self.claims = String(decoding: claims.canonicalBytes, as: UTF8.self)
    self.expires = expires
    self.time = time
  }

  public var json: JSON {
    .fields([
      "claims": claims.json, "deal": deal.json, "expires": expires?.json, "item": item.json, "time": time.json,
      "title": title.json, "type": type.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    claims = try fields.value("claims")
    deal = try fields.value("deal")
    expires = try fields.optional("expires")
    item = try fields.value("item")
    time = try fields.value("time")
    title = try fields.value("title")
    type = try fields.value("type")
    try fields.close()
  }
}
