import SemperCoding
import SemperCryptography
import SemperModel
import SemperSET

/// All that the merchant is given: its own keys and certificates, the brand's root, the gateway's certificates and the time.
struct Setting: CanonicalValue {
  let brand: String
  let merchant: String
  let root: ByteString
  let signing: [ByteString]
  let signingKey: ByteString
  let sealing: ByteString
  let sealingKey: ByteString
  let gateway: [ByteString]
  let word: PublicKey
  let now: Timestamp

  var json: JSON {
    .fields([
      "brand": brand.json, "gateway": gateway.json, "merchant": merchant.json, "now": now.json, "root": root.json,
      "sealing": sealing.json, "sealingKey": sealingKey.json, "signing": signing.json, "signingKey": signingKey.json,
      "word": word.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    brand = try fields.value("brand")
    gateway = try fields.value("gateway")
    merchant = try fields.value("merchant")
    now = try fields.value("now")
    root = try fields.value("root")
    sealing = try fields.value("sealing")
    sealingKey = try fields.value("sealingKey")
    signing = try fields.value("signing")
    signingKey = try fields.value("signingKey")
    word = try fields.value("word")
    try fields.close()
  }

  /// The till of this merchant.
  func desk() throws -> MerchantDesk {
    let trust = try SETTrust(roots: [root.bytes], brand: BrandID(brand))
    let issuers = signing.dropFirst().map(\.bytes)
    let offered = try trust.certificate(
      gateway[0].bytes, among: gateway.map(\.bytes), .gateway, .transport, at: now)
    return MerchantDesk(
      trust: trust,
      identity: SigningIdentity(
        certificate: signing[0].bytes, issuers: issuers,
        key: try SigningKey(.es256, rawRepresentation: signingKey.bytes)),
      transport: TransportIdentity(
        certificate: sealing.bytes, issuers: issuers, key: try TransportKey(derRepresentation: sealingKey.bytes)),
      gateway: GatewayCertificates(transport: offered, issuers: gateway.dropFirst().map(\.bytes)),
      merchant: try MerchantID(merchant), category: try NumericText("5734"), software: try SWIdent("Semper SET/2, test")
    )
  }
}
