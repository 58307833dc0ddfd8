public import SemperCoding
public import SemperModel

/// A JSON Web Token of a type that another standard owns (RFC 7519, in the compact form of RFC 7515): read strictly and within
/// bounds, and not verified until it is asked whose it is.
///
/// Its `typ` is never that of a statement, so a signature on one is none on the other. Headers that would have a verifier fetch
/// keys, or understand something that it does not, are refused or have no effect.
public struct WebToken: Sendable, Equatable {
  /// The longest token in bytes.
  public static let longest = 64 << 10
  private static let limits = DecodingLimits(bytes: longest, depth: 16, members: 2_000, allowsFractions: true)

  public let text: String
  public let algorithm: SigningKey.Algorithm
  public let type: String
  /// The key that the token says is its signer's; whether it may be trusted is another question.
  public let key: PublicKey?
  public let claims: JSONObject
  private let input: [UInt8]
  private let signature: [UInt8]

  /// Signs claims; the key stands in the header, since its thumbprint is all that others may know of it.
  public init(_ claims: JSONObject, type: String, signedBy key: SigningKey) throws(CryptographyError) {
    precondition(!Self.isStatement(type), "a statement is signed as one")
    let header: JSON = .fields([
      "alg": key.algorithm.rawValue.json, "jwk": key.publicKey.json, "typ": type.json,
    ])
    let parts = [header.canonicalBytes, JSON.object(claims).canonicalBytes].map { Base64URL.encode($0) }
    input = Array(parts.joined(separator: ".").utf8)
    signature = try key.signature(over: input)
    text = (parts + [Base64URL.encode(signature)]).joined(separator: ".")
    algorithm = key.algorithm
    self.type = type
    self.key = key.publicKey
    self.claims = claims
  }

  public init(text: String) throws(CodingError) {
    guard text.utf8.count <= Self.longest else {
      throw CodingError(.tooLarge, "a token has at most \(Self.longest) bytes")
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw CodingError(.wrongForm, "a token has three parts") }
    let header = try Self.object(parts[0], "the header")
    guard header["crit"] == nil, header["b64"] == nil else {
      throw CodingError(.outOfRange, "the header asks for what is not understood here").inside("crit")
    }
    let name = try String(json: header["alg"] ?? .null)
    guard let algorithm = SigningKey.Algorithm(rawValue: name) else {
      throw CodingError(.outOfRange, "the algorithm “\(name.prefix(20))” is not accepted").inside("alg")
    }
    self.algorithm = algorithm
    type = try String(json: header["typ"] ?? .null)
    guard !Self.isStatement(type) else { throw CodingError(.outOfRange, "this is a statement").inside("typ") }
    key = try header["jwk"].map { jwk throws(CodingError) in try PublicKey(json: jwk) }
    claims = try Self.object(parts[1], "the payload")
    signature = try Base64URL.decode(String(parts[2]))
    guard signature.count == 64 else { throw CodingError(.wrongForm, "a signature has 64 bytes") }
    input = Array("\(parts[0]).\(parts[1])".utf8)
    self.text = text
  }

  /// Whether this key has signed it.
  public func isSigned(by key: PublicKey) -> Bool {
    key.algorithm == algorithm && key.isValid(signature: signature, over: input)
  }

  private static func isStatement(_ type: String) -> Bool {
    StatementKind.allCases.contains { $0.headerType == type }
  }

  private static func object(_ part: Substring, _ name: String) throws(CodingError) -> JSONObject {
    let json = try CanonicalJSON.parse(Base64URL.decode(String(part)), limits: limits)
    guard let object = json.object else { throw CodingError(.wrongType, "\(name) of a token is an object") }
    return object
  }
}
