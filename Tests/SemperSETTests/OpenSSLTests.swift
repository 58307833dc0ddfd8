import Foundation
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
    "Me-AqCInitRes": ["setct-MeAqCInitResTBS"], "AuthRevReq": ["setct-AuthRevReqTBE", "setct-CapTokenTBE"],
    "AuthRevRes": ["setct-AuthRevResTBE"], "CapRevReq": ["setct-CapRevReqTBE", "setct-CapTokenTBE"],
    "CapRevRes": ["setct-CapRevResTBE"], "CredRevReq": ["setct-CredRevReqTBE", "setct-CapTokenTBE"],
    "CredRevRes": ["setct-CredRevResTBE"], "CertInqReq": ["setct-CertInqReqTBS"], "CertInqRes": ["setct-CertResData"],
    // A cardholder's is sealed, `CertResTBE`, those of others are signed, `CertResData`.
    "CertRes": ["setct-CertRes"], "Error": ["setct-ErrorTBS"],
  ]
  /// Neither signed nor sealed, or under a name that OpenSSL has not.
  private static let nameless = ["PInitReq", "InqReq", "CardCInitReq", "Me-AqCInitReq"]

  /// Everything that a recording has, purchases and registrations.
  private func record() async throws -> (TestMarket, [RecordedMessage]) {
    var generator = SystemRandomNumberGenerator()
    let market = try await Market.founded()
    let credit = Money(minorUnits: 1, .euro)
    let recorded = try await RecordedPurchase(
      in: market, Market.order(in: market), credit: credit, using: &generator, at: Market.now)
    let undone = try await RecordedReversals(
      in: market, Market.order(number: 2, in: market), credit: credit, using: &generator, at: Market.now)
    return (market, recorded.messages + undone.messages + market.registrations.flatMap(\.messages))
  }

  @Test func itNamesTheStructuresOfEachMessage() async throws {
    let (_, recorded) = try await record()
    for message in recorded {
      let (status, text) = try Oracle.openssl(["asn1parse", "-inform", "DER"], message.bytes)
      #expect(status == 0)
      for name in Self.names[message.name] ?? [] { #expect(text.contains(":\(name)"), "\(message.name): \(name)") }
    }
    #expect(Set(recorded.map(\.name)) == Set(Self.names.keys).union(Self.nameless))
  }

  /// Whether OpenSSL believes what is signed here, by the certificates that come along and the brand's root.
  private func verifies(_ data: [UInt8], content: [UInt8]? = nil, in market: TestMarket) throws -> Bool {
    let root = Array(PEM.certificate(market.ceremony.root.certificate).utf8)
    return try Oracle.withFiles(["data": data, "root": root, "content": content ?? []]) { paths in
      var arguments = [
        "cms", "-verify", "-inform", "DER", "-binary", "-in", paths["data"] ?? "", "-CAfile", paths["root"] ?? "",
        "-purpose", "any", "-ignore_critical", "-attime", "\(Market.now.seconds)", "-out", "/dev/null",
      ]
      if content != nil { arguments += ["-content", paths["content"] ?? ""] }
      return try Oracle.openssl(arguments).status == 0
    }
  }

  @Test func itVerifiesSignatures() async throws {
    let (market, recorded) = try await record()
    var count = 0
    for message in recorded {
      for part in try message.parts where part.name.hasSuffix("-signed") {
        // Signed with the key that wants to be certified, which nobody vouches for yet.
        let isVouchedFor = message.name != "CertInqReq"
        #expect(try verifies(part.bytes, in: market) == isVouchedFor, "\(part.name)")
        count += 1
      }
      guard case .pReq(let purchase) = try MessageWrapper(message.bytes, at: Market.now).message else { continue }
      let (payment, order) = (purchase.content.payment, purchase.content.order)
      let (signature, halves) = (payment.signature.derBytes, PITBS(payment: order.other, order: order.content.digest))
      #expect(try verifies(signature, content: halves.derBytes, in: market), "PISignature")
      let swapped = PITBS(payment: order.content.digest, order: order.other)
      #expect(try !verifies(signature, content: swapped.derBytes, in: market), "swapped halves")
    }
    #expect(count == 17)
  }

  /// What OpenSSL finds in an envelope; `nil` when it is not for this recipient.
  private func opened(_ envelope: [UInt8], _ identity: TransportIdentity) throws -> [UInt8]? {
    let files = [
      "data": envelope, "certificate": Array(PEM.certificate(identity.certificate).utf8),
      "key": Array(PEM.key(identity.key).utf8), "out": [],
    ]
    return try Oracle.withFiles(files) { paths in
      let (status, _) = try Oracle.openssl([
        "cms", "-decrypt", "-inform", "DER", "-binary", "-in", paths["data"] ?? "", "-recip",
        paths["certificate"] ?? "", "-inkey", paths["key"] ?? "", "-out", paths["out"] ?? "",
      ])
      guard status == 0 else { return nil }
      return Array(try Data(contentsOf: URL(filePath: paths["out"] ?? "")))
    }
  }

  /// What merchant and gateway seal to each other; the cardholders' envelopes have the card in the RSA block, which is not CMS.
  @Test func itOpensEnvelopesAndVerifiesWhatIsInThem() async throws {
    let (market, recorded) = try await record()
    var count = 0
    for message in recorded {
      for part in try message.parts where part.name.hasSuffix("-envelope") {
        let isRequest = message.name.hasSuffix("Req")
        let (recipient, other) =
          isRequest
          ? (market.gatewayTransport, market.merchantTransport) : (market.merchantTransport, market.gatewayTransport)
        let content = try #require(try opened(part.bytes, recipient), "\(part.name)")
        #expect(try verifies(content, in: market), "\(part.name)")
        #expect(try opened(part.bytes, other) == nil, "\(part.name) is for nobody else")
        count += 1
      }
    }
    #expect(count == 14)
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
