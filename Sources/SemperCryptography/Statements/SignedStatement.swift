import SemperCoding
public import SemperModel

/// A statement as it travels: a payload with one to n signatures, a strict profile of JWS (RFC 7515, general JSON
/// serialisation). Nothing about it has been verified.
///
/// The payload is canonical JSON and names its kind and its signers; the kind also stands in the `typ` of every protected
/// header, which ordinary JOSE libraries cover with the signature. Equality of statements is equality of `digest`.
public struct SignedStatement: Sendable, Hashable {
  public static let version = 1
  static let mostSignatures = 64

  public let payload: [UInt8]
  public let kind: StatementKind
  public let signers: [Thumbprint]
  /// Sorted by `kid`.
  public let signatures: [StatementSignature]
  /// `SHA-256("semper/<kind>/1" ‖ 0x00 ‖ payload)`.
  public let digest: Digest
  /// The payload's members, read once, without those that every payload has.
  let content: JSONObject

  /// Checks everything about the form that can be checked without a key.
  init(payload: [UInt8], signatures: [StatementSignature]) throws(CodingError) {
    let object = try ObjectReaderOfPayload(payload)
    guard object.signers == object.signers.sorted(), Set(object.signers).count == object.signers.count,
      (1...Self.mostSignatures).contains(object.signers.count)
    else { throw CodingError(.notCanonical, "signers are sorted, different, and 1 to \(Self.mostSignatures)") }
    guard zip(signatures, signatures.dropFirst()).allSatisfy({ $0.header.kid < $1.header.kid }),
      !signatures.isEmpty
    else { throw CodingError(.notCanonical, "signatures are sorted by kid, one for each") }
    for signature in signatures {
      guard signature.header.kind == object.kind else {
        throw CodingError(.outOfRange, "typ does not fit the kind “\(object.kind.rawValue)”")
      }
      guard object.signers.contains(signature.header.kid) else {
        throw CodingError(.outOfRange, "a signature is by a key that is not among the signers")
      }
    }
    self.payload = payload
    self.signatures = signatures
    kind = object.kind
    signers = object.signers
    content = object.content
    digest = Digest(ofPayload: payload, kind: object.kind)
  }

  /// The digest stands for the payload.
  public static func == (left: SignedStatement, right: SignedStatement) -> Bool {
    left.digest == right.digest && left.signatures == right.signatures
  }

  /// The digest spreads statements well enough; equality still looks at the signatures.
  public func hash(into hasher: inout Swift.Hasher) { hasher.combine(digest) }

  /// Whether all signers have signed; says nothing about whether the signatures are good.
  public var isComplete: Bool { signatures.count == signers.count }

  /// Signs a content with keys that must be among its signers.
  public init<Content: StatementContent>(
    _ content: Content, signedBy keys: [SigningKey], certificates: [[UInt8]] = []
  ) throws(CryptographyError) {
    let payload = content.payload
    var signatures = [StatementSignature]()
    for key in keys.sorted(by: { $0.thumbprint < $1.thumbprint }) {
      signatures.append(
        try StatementSignature(over: payload, kind: Content.kind, by: key, certificates: certificates))
    }
    do {
      try self.init(payload: payload, signatures: signatures)
    } catch {
      throw CryptographyError(.failed, "this is not a well-formed statement: \(error)")
    }
  }

  /// The same statement with one more signature.
  public func countersigned(by key: SigningKey) throws(CryptographyError) -> SignedStatement {
    let added = try StatementSignature(over: payload, kind: kind, by: key, certificates: [])
    do {
      return try SignedStatement(
        payload: payload,
        signatures: (signatures.filter { $0.header.kid != key.thumbprint } + [added])
          .sorted { $0.header.kid < $1.header.kid })
    } catch {
      throw CryptographyError(.failed, "this key cannot countersign the statement: \(error)")
    }
  }
}

extension StatementContent {
  /// The canonical payload: the content with kind, version and signers.
  public var payload: [UInt8] {
    guard case .object(let object) = json else {
      preconditionFailure("the JSON form of a statement content is an object")
    }
    let signers: JSON = .array(Set(signers).sorted().map(\.json))
    return CanonicalJSON.encode(
      .object(object.with(["kind": Self.kind.json, "v": SignedStatement.version.json, "signers": signers])))
  }

  /// The digest that a statement with this content has, whoever signs it.
  public var digest: Digest { Digest(ofPayload: payload, kind: Self.kind) }
}

/// The members that every payload has.
private struct ObjectReaderOfPayload {
  let kind: StatementKind
  let signers: [Thumbprint]
  let content: JSONObject

  init(_ payload: [UInt8]) throws(CodingError) {
    let json = try CanonicalJSON.decode(payload)
    guard case .object(let object) = json else { throw CodingError(.wrongType, "an object is expected") }
    content = object.without(["kind", "signers", "v"])
    var fields = try ObjectReader(json)
    let version: Int = try fields.value("v")
    guard version == SignedStatement.version else {
      throw CodingError(.outOfRange, "statement version \(version) is not known")
    }
    kind = try fields.value("kind")
    signers = try fields.value("signers")
  }
}
