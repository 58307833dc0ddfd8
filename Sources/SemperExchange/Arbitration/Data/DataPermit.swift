import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// The ciphertexts of one exchange that have a place at the arbiter, and each party's token for them.
struct DataPermit: Hashable, Sendable, CanonicalValue {
  let exchange: Digest
  let originator: Thumbprint
  let responder: Thumbprint
  let originatorToken: Nonce
  let responderToken: Nonce
  let ciphertexts: [LockedData]
  let expires: Timestamp
  /// Who asked for it; with the next two absent in a permit from before they were counted.
  var opener: Thumbprint?
  /// Bytes of it that no other permit of this exchange has been charged for …
  var charged: Int64?
  /// … and the registered party to which they were; strangers where it is absent.
  var account: Thumbprint?

  var length: Int64 { ciphertexts.reduce(0) { $0 + $1.length } }
  var tokens: [Nonce] { [originatorToken, responderToken] }
  /// What tells the uploads of the two parties apart.
  var sources: [Digest] { tokens.map(Self.source) }

  static func source(_ token: Nonce) -> Digest { token.documentDigest }

  func grant(for party: Thumbprint) -> DataGrant? {
    guard party == originator || party == responder else { return nil }
    return DataGrant(
      token: party == originator ? originatorToken : responderToken, ciphertexts: ciphertexts, expires: expires)
  }
}

extension DataPermit {
  var json: JSON {
    .fields([
      "account": account?.json, "charged": charged?.json, "ciphertexts": ciphertexts.json, "exchange": exchange.json,
      "expires": expires.json,
      "opener": opener?.json, "originator": originator.json, "originatorToken": originatorToken.json,
      "responder": responder.json,
      "responderToken": responderToken.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    account = try fields.optional("account")
    charged = try fields.optional("charged")
    ciphertexts = try fields.value("ciphertexts")
    exchange = try fields.value("exchange")
    expires = try fields.value("expires")
    opener = try fields.optional("opener")
    originator = try fields.value("originator")
    originatorToken = try fields.value("originatorToken")
    responder = try fields.value("responder")
    responderToken = try fields.value("responderToken")
    try fields.close()
  }
}
