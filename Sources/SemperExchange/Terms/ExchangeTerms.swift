public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The terms T of one fair exchange, agreed before anything is locked. Their digest h_T is the exchange's id: whoever
/// signs it has signed all of this, and no two exchanges share it because both nonces are in it.
public struct ExchangeTerms: Hashable, Sendable, CanonicalValue {
  public let header: ExchangeHeader
  public let body: ExchangeBody

  public init(header: ExchangeHeader, body: ExchangeBody) {
    self.header = header
    self.body = body
  }

  /// h_T.
  public var id: Digest { Self.id(header: header, bodyDigest: body.digest) }

  /// h_T from the header and the digest of the body, which is all that an abort shows.
  public static func id(header: ExchangeHeader, bodyDigest: Digest) -> Digest {
    Digest(of: header.digest.bytes + bodyDigest.bytes, for: .exchangeTerms)
  }

  /// The keys of both parties, of the arbiter and of the ledgers.
  public var keys: KeySet {
    KeySet([header.originator.key, header.responder.key, header.arbiter.key] + body.ledgers)
  }

  public func thumbprint(of role: ExchangeRole) -> Thumbprint { header.party(role).key.thumbprint }

  public var json: JSON { .fields(["body": body.json, "header": header.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    header = try fields.value("header")
    body = try fields.value("body")
    try fields.close()
  }
}
