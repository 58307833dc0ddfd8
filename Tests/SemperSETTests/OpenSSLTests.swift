import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperSET

/// OpenSSL, which has never seen this code, names our structures, verifies our signatures and opens our envelopes.
@Suite struct OpenSSLTests {
  private static let names: [String: [String]] = [
    "PInitRes": ["setct-PInitResData"],
    "PReq": ["setct-PI-TBS", "setct-PIDualSignedTBE", "setct-PIData", "setct-HODInput"],
    "AuthReq": ["setct-AuthReqTBE", "setct-PI-TBS", "setct-PIDualSignedTBE"],
    "AuthRes": ["setct-AuthResTBE", "setct-CapTokenTBE"], "PRes": ["setct-PResData"],
    "CapReq": ["setct-CapReqTBE", "setct-CapTokenTBE"], "CapRes": ["setct-CapResTBE"], "InqRes": ["setct-PResData"],
    "CredReq": ["setct-CredReqTBE", "setct-CapTokenTBE"], "CredRes": ["setct-CredResTBE"],
    "BatchAdminReq": ["setct-BatchAdminReqTBE"], "BatchAdminRes": ["setct-BatchAdminResTBE"],
    "PCertReq": ["setct-PCertReqData"], "PCertRes": ["setct-PCertResTBS"], "CardCInitRes": ["setct-CardCInitResTBS"],
    "RegFormReq": ["setct-RegFormReqTBE"], "RegFormRes": ["setct-RegFormResTBS"], "CertReq": ["setct-CertReqTBEX"],
    "Me-AqCInitRes": ["setct-MeAqCInitResTBS"],
  ]

  private func record() async throws -> (TestMarket, RecordedPurchase) {
    var generator = SystemRandomNumberGenerator()
    let market = try await Market.founded()
    let recorded = try await RecordedPurchase(
      in: market, Market.order(in: market), credit: Money(minorUnits: 1, .euro), using: &generator, at: Market.now)
    return (market, recorded)
  }

  @Test func itNamesTheStructuresOfEachMessage() async throws {
    let (market, recorded) = try await record()
    var seen = Set<String>()
    for message in recorded.messages + market.registrations.flatMap(\.messages) {
      let (status, text) = try Oracle.openssl(["asn1parse", "-inform", "DER"], message.bytes)
      #expect(status == 0)
      for name in Self.names[message.name] ?? [] { #expect(text.contains(":\(name)"), "\(message.name): \(name)") }
      seen.insert(message.name)
    }
    #expect(seen.isSuperset(of: Self.names.keys))
  }

  @Test func itVerifiesSignatures() async throws {
    let (market, recorded) = try await record()
    let root = Array(PEM.certificate(market.ceremony.root.certificate).utf8)
    func verifies(_ data: CMSSignedData, content: [UInt8]? = nil) throws -> Bool {
      try Oracle.withFiles(["data": data.derBytes, "root": root, "content": content ?? []]) { paths in
        var arguments = [
          "cms", "-verify", "-inform", "DER", "-binary", "-in", paths["data"] ?? "", "-CAfile", paths["root"] ?? "",
          "-purpose", "any", "-ignore_critical", "-attime", "\(Market.now.seconds)", "-out", "/dev/null",
        ]
        if content != nil { arguments += ["-content", paths["content"] ?? ""] }
        return try Oracle.openssl(arguments).status == 0
      }
    }
    for message in recorded.messages {
      switch try MessageWrapper(message.bytes, at: Market.now).message {
      case .pInitRes(let signed): #expect(try verifies(signed.data), "PInitRes")
      case .pRes(let signed), .inqRes(let signed): #expect(try verifies(signed.data), "PRes")
      case .pCertRes(let signed): #expect(try verifies(signed.data), "PCertRes")
      case .pReq(let purchase):
        let (payment, order) = (purchase.content.payment, purchase.content.order)
        let halves = PITBS(payment: order.other, order: order.content.digest)
        #expect(try verifies(payment.signature, content: halves.derBytes), "PISignature")
        let swapped = PITBS(payment: order.content.digest, order: order.other)
        #expect(try !verifies(payment.signature, content: swapped.derBytes), "swapped halves")
      default: continue
      }
    }
  }

  @Test func itOpensEnvelopes() async throws {
    let (market, recorded) = try await record()
    func opens(_ envelope: CMSEnvelope, _ identity: TransportIdentity) throws -> Bool {
      let files = [
        "data": envelope.derBytes, "certificate": Array(PEM.certificate(identity.certificate).utf8),
        "key": Array(PEM.key(identity.key).utf8),
      ]
      return try Oracle.withFiles(files) { paths in
        let (status, _) = try Oracle.openssl([
          "cms", "-decrypt", "-inform", "DER", "-binary", "-in", paths["data"] ?? "", "-recip",
          paths["certificate"] ?? "", "-inkey", paths["key"] ?? "", "-out", (paths["data"] ?? "") + ".out",
        ])
        return status == 0
      }
    }
    for message in recorded.messages {
      switch try MessageWrapper(message.bytes, at: Market.now).message {
      case .authReq(let sealed):
        #expect(try opens(sealed.sealed.envelope, market.gatewayTransport))
        #expect(try !opens(sealed.sealed.envelope, market.merchantTransport), "not for the merchant")
      case .capRes(let sealed): #expect(try opens(sealed.envelope, market.merchantTransport))
      default: continue
      }
    }
  }

  @Test func itReadsTheCertificates() async throws {
    let market = try await Market.shared.value
    let (status, text) = try Oracle.openssl(
      ["x509", "-inform", "DER", "-noout", "-text"], market.merchant.identity.certificate)
    #expect(status == 0 && text.contains("setCext-certType: critical") && text.contains("setCext-merchData"))
    let root = try Oracle.openssl(["x509", "-inform", "DER", "-noout", "-text"], market.ceremony.root.certificate).text
    #expect(root.contains("setCext-hashedRoot") && root.contains("pathlen:3"))
  }
}
