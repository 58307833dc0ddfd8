import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperCredentialSystems

/// The example of RFC 9901, section 5.
@Suite struct SDJWTVectorTests {
  private static let vector: JSON = {
    let file = Oracle.root.appending(path: "Tests/Vectors/sd-jwt/rfc9901.json")
    guard let data = try? Data(contentsOf: file), let json = try? CanonicalJSON.parse(Array(data)) else { return .null }
    return json
  }()

  private func claims(_ shown: [String]) throws -> JSONObject {
    let vector = Self.vector
    let disclosures = try shown.map { try String(json: vector["disclosures"]?[$0] ?? .null) }
    let text = try ([String(json: vector["token"] ?? .null)] + disclosures).joined(separator: "~") + "~"
    return try SDJWTVerifier(type: String(json: vector["type"] ?? .null)).claims(
      of: SDJWT(text: text), signedBy: PublicKey(json: vector["issuer"] ?? .null),
      at: Timestamp(seconds: 1_683_000_001)
    ).claims
  }

  @Test func allOfItIsRead() throws {
    let names = try #require(Self.vector["disclosures"]?.object?.members.map(\.name))
    let all = try claims(names)
    #expect(names.count == 10)
    #expect(all["given_name"] == "John".json)
    #expect(all["phone_number_verified"] == true.json)
    #expect(all["address"]?["locality"] == "Anytown".json)
    #expect(all["nationalities"] == .array(["US".json, "DE".json]))
    #expect(all["updated_at"] == 1_570_000_000.json)
    #expect(all[SDJWTName.digests] == nil && all[SDJWTName.algorithm] == nil)
  }

  @Test func partOfItIsRead() throws {
    let part = try claims(["family_name", "address", "given_name", "US"])
    #expect(part["family_name"] == "Doe".json)
    #expect(part["nationalities"] == .array(["US".json]))
    #expect(part["email"] == nil)
    #expect(try claims([])["nationalities"] == .array([]))
    #expect(throws: Refusal.self) { try claims(["US", "US"]) }
  }
}
