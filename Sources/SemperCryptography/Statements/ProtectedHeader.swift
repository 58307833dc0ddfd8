import Foundation
import SemperCoding
public import SemperModel

/// The protected header of a statement: `alg` from a closed list, `kid`, `typ`, and `x5c` on statements of certified
/// roles. Anything else is refused: `none`, HMAC, `jku`, `x5u`, `jwk`, `b64`, `crit` and what is not known.
public struct ProtectedHeader: Sendable, Hashable {
  static let longest = 24 << 10
  static let mostCertificates = 4

  public let algorithm: SigningKey.Algorithm
  public let kid: Thumbprint
  public let kind: StatementKind
  /// DER, leaf first; empty when the header has no `x5c`.
  public let certificates: [[UInt8]]

  init(
    algorithm: SigningKey.Algorithm, kid: Thumbprint, kind: StatementKind, certificates: [[UInt8]]
  ) {
    self.algorithm = algorithm
    self.kid = kid
    self.kind = kind
    self.certificates = certificates
  }

  /// Strict JSON, though not necessarily canonical: the signature covers the bytes as received.
  init(bytes: [UInt8]) throws(CodingError) {
    var fields = try ObjectReader(
      CanonicalJSON.parse(bytes, limits: DecodingLimits(bytes: Self.longest, depth: 3, members: 16)))
    let name: String = try fields.value("alg")
    guard let algorithm = SigningKey.Algorithm(rawValue: name) else {
      throw CodingError(.outOfRange, "the algorithm “\(name.prefix(20))” is not accepted").inside("alg")
    }
    self.algorithm = algorithm
    kid = try fields.value("kid")
    let type: String = try fields.value("typ")
    guard let kind = StatementKind.allCases.first(where: { $0.headerType == type }) else {
      throw CodingError(.outOfRange, "the type “\(type.prefix(40))” is not known").inside("typ")
    }
    self.kind = kind
    let chain: [String]? = try fields.optional("x5c")
    certificates = try Self.decoded(chain)
    try fields.close()
  }

  private static func decoded(_ chain: [String]?) throws(CodingError) -> [[UInt8]] {
    guard let chain else { return [] }
    guard (1...mostCertificates).contains(chain.count) else {
      throw CodingError(.tooMany, "x5c has 1 to \(mostCertificates) certificates")
    }
    var certificates = [[UInt8]]()
    for text in chain {
      // RFC 7515 section 4.1.6: ordinary base64 here, not base64url.
      guard let der = Data(base64Encoded: text), der.base64EncodedString() == text else {
        throw CodingError(.wrongForm, "x5c holds base64 certificates").inside("x5c")
      }
      certificates.append(Array(der))
    }
    return certificates
  }

  var bytes: [UInt8] {
    let chain: JSON? =
      certificates.isEmpty
      ? nil : .array(certificates.map { .string(Data($0).base64EncodedString()) })
    return CanonicalJSON.encode(
      .fields([
        "alg": algorithm.rawValue.json, "kid": kid.json, "typ": kind.headerType.json, "x5c": chain,
      ]))
  }
}
