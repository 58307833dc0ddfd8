import Foundation
import SemperCoding
import SemperModel
import Testing

@testable import SemperCryptography

/// Project Wycheproof's vectors through our own verification: every verdict is the published one.
@Suite struct WycheproofTests {
  private static func groups(_ name: String) throws -> [JSON] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Vectors/wycheproof/\(name).json")
    let limits = DecodingLimits(bytes: 1 << 22, members: 1_000_000, allowsFractions: true)
    let json = try CanonicalJSON.parse(Array(Data(contentsOf: file)), limits: limits)
    return try [JSON](json: #require(json["testGroups"]))
  }

  private static func text(_ json: JSON?) throws -> String { try String(json: #require(json)) }
  private static func bytes(_ json: JSON?) throws -> [UInt8] { try #require([UInt8](hex: text(json))) }

  @Test(arguments: [("ecdsa_secp256r1_sha256_p1363_test", 262, 173), ("ed25519_test", 151, 88)])
  func signatures(_ file: String, _ count: Int, _ valid: Int) throws {
    var seen = 0
    var accepted = 0
    for group in try Self.groups(file) {
      let published = try #require(group["publicKey"])
      let key: PublicKey
      if let point = published["uncompressed"] {
        let raw = try Self.bytes(point)
        #expect(raw.count == 65 && raw[0] == 4)
        key = .p256(x: Array(raw[1..<33]), y: Array(raw[33...]))
      } else {
        key = .ed25519(x: try Self.bytes(published["pk"]))
      }
      for test in try [JSON](json: #require(group["tests"])) {
        let verdict = key.isValid(signature: try Self.bytes(test["sig"]), over: try Self.bytes(test["msg"]))
        #expect(verdict == (try Self.text(test["result"]) == "valid"), "test \(String(describing: test["tcId"]))")
        seen += 1
        accepted += verdict ? 1 : 0
      }
    }
    #expect(seen == count && accepted == valid)
  }

  /// None of these is a statement of ours, also those that are valid: HMAC, RSA and P-521 are not in the list of
  /// algorithms, and no ES256 vector names a kind.
  @Test func webSignaturesAreNoStatements() throws {
    var seen = 0
    for group in try Self.groups("json_web_signature_test") {
      for test in try [JSON](json: #require(group["tests"])) {
        let text = try Self.text(test["jws"])
        #expect(throws: CodingError.self) { try SignedStatement(compact: text) }
        #expect(throws: CodingError.self) { try SignedStatement(bytes: Array(text.utf8)) }
        seen += 1
      }
    }
    #expect(seen == 401)
  }

  /// The ES256 vectors at the level below: strict base64url, the algorithm named, the signature over the input as sent.
  @Test func webSignaturesByP256Keys() throws {
    var seen = 0
    var accepted = 0
    for group in try Self.groups("json_web_signature_test") {
      guard let jwk = group["public"]?.object, try jwk["kty"].map({ try String(json: $0) }) == "EC",
        try jwk["crv"].map({ try String(json: $0) }) == "P-256"
      else { continue }
      // Keys with more members than RFC 7638 names, such as a use, are refused as they stand.
      #expect(throws: CodingError.self) { try PublicKey(json: .object(jwk)) }
      let isForSigning = jwk["use"] == "sig".json
      let key = try PublicKey(
        json: .object(jwk.with("alg", nil).with("use", nil).with("kid", nil).with("key_ops", nil)))
      for test in try [JSON](json: #require(group["tests"])) {
        let parts = try Self.text(test["jws"]).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var verdict = false
        if isForSigning, parts.count == 3, let protected = try? Base64URL.decode(parts[0]),
          (try? Base64URL.decode(parts[1])) != nil, let signature = try? Base64URL.decode(parts[2]),
          (try? CanonicalJSON.parse(protected))?["alg"] == "ES256".json
        {
          verdict = key.isValid(signature: signature, over: Array((parts[0] + "." + parts[1]).utf8))
        }
        #expect(verdict == (try Self.text(test["result"]) == "valid"), "test \(String(describing: test["tcId"]))")
        seen += 1
        accepted += verdict ? 1 : 0
      }
    }
    #expect(seen == 41 && accepted == 2)
  }
}
