public import SemperCoding

/// A public key as a JWK with exactly the members of RFC 7638 (RFC 8037 for Ed25519), nothing else.
///
/// The coordinates are checked for length here and for being a point of the curve where the key is used.
public enum PublicKey: Hashable, Sendable {
  /// ECDSA on P-256 with SHA-256 (`ES256`).
  case p256(x: [UInt8], y: [UInt8])
  /// `Ed25519`.
  case ed25519(x: [UInt8])
}

extension PublicKey: CanonicalValue {
  public var json: JSON {
    switch self {
    case .p256(let x, let y):
      .fields([
        "crv": "P-256".json, "kty": "EC".json, "x": Base64URL.encode(x).json,
        "y": Base64URL.encode(y).json,
      ])
    case .ed25519(let x):
      .fields(["crv": "Ed25519".json, "kty": "OKP".json, "x": Base64URL.encode(x).json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let type: KeyType = try fields.value("kty")
    let curve: Curve = try fields.value("crv")
    let x = try Base64URL.decode(fields.value("x"))
    guard x.count == 32 else { throw CodingError(.wrongForm, "x has 32 bytes").inside("x") }
    switch (type, curve) {
    case (.ellipticCurve, .p256):
      let y = try Base64URL.decode(fields.value("y"))
      guard y.count == 32 else { throw CodingError(.wrongForm, "y has 32 bytes").inside("y") }
      self = .p256(x: x, y: y)
    case (.octetKeyPair, .ed25519): self = .ed25519(x: x)
    case (.ellipticCurve, .ed25519), (.octetKeyPair, .p256):
      throw CodingError(.outOfRange, "the curve does not belong to the key type")
    }
    try fields.close()
  }
}

private enum KeyType: String, CanonicalValue {
  case ellipticCurve = "EC"
  case octetKeyPair = "OKP"
}

private enum Curve: String, CanonicalValue {
  case p256 = "P-256"
  case ed25519 = "Ed25519"
}
