public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The originator asks the arbiter to end an exchange that it has not opened. It shows the header and the digest of the
/// body: the arbiter recomputes h_T from them before it reads a key, so nobody aborts another's exchange.
public struct AbortRequest: StatementContent {
  public static let kind = StatementKind.abort

  public let header: ExchangeHeader
  public let bodyDigest: Digest

  public init(_ terms: ExchangeTerms) {
    header = terms.header
    bodyDigest = terms.body.digest
  }

  public var exchange: Digest { ExchangeTerms.id(header: header, bodyDigest: bodyDigest) }
  public var signers: [Thumbprint] { [header.originator.key.thumbprint] }
  public var introducedKeys: [PublicKey] { [header.originator.key] }
  public var json: JSON { .fields(["body": bodyDigest.json, "header": header.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    bodyDigest = try fields.value("body")
    header = try fields.value("header")
    try fields.close()
  }
}
