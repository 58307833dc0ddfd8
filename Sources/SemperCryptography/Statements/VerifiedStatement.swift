import SemperCoding
public import SemperModel

/// A statement whose content is of the expected kind and that all of its signers have signed.
///
/// It cannot be decoded, only made by verifying or by signing. That the signers are the *right* ones is for the caller to
/// compare; the content says who they must be.
public struct VerifiedStatement<Content: StatementContent>: Sendable, Hashable {
  public let content: Content
  public let signed: SignedStatement
  public var digest: Digest { signed.digest }

  /// Verifies against the keys given and those that the statement introduces.
  ///
  /// Refuses with blame on the peer: `unknownKind`, `malformed`, `wrongSigner` (the payload does not name exactly the
  /// signers its content demands, or one has not signed), `badSignature`.
  public init(
    verifying signed: SignedStatement, as type: Content.Type = Content.self, keys: KeySet
  ) throws(Refusal) {
    let content = try Self.content(of: signed)
    guard signed.signers == Set(content.signers).sorted() else {
      throw Refusal(.wrongSigner, blame: .peer, "the statement names other signers than its content demands")
    }
    guard signed.isComplete else {
      throw Refusal(.wrongSigner, blame: .peer, "not all signers have signed")
    }
    try signed.verifySignatures(keys: keys.adding(content.introducedKeys))
    self.content = content
    self.signed = signed
  }

  /// Our own statement, signed by all its signers.
  public init(signing content: Content, with keys: [SigningKey], certificates: [[UInt8]] = [])
    throws(CryptographyError)
  {
    signed = try SignedStatement(content, signedBy: keys, certificates: certificates)
    guard signed.isComplete else {
      throw CryptographyError(.invalidKey, "a signer's key is missing")
    }
    self.content = content
  }

  public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
  public func hash(into hasher: inout Swift.Hasher) { hasher.combine(digest) }

  /// The content as its bytes say, read strictly. Nothing is verified: neither signers nor signatures.
  package static func content(of signed: SignedStatement) throws(Refusal) -> Content {
    guard signed.kind == Content.kind else {
      throw Refusal(.unknownKind, blame: .peer, "a statement of kind “\(Content.kind.rawValue)” is expected here")
    }
    guard signed.payload.count <= Content.largestPayload else {
      throw Refusal(.tooLarge, blame: .peer, "a “\(Content.kind.rawValue)” has at most \(Content.largestPayload) bytes")
    }
    do {
      return try Content(json: .object(signed.content))
    } catch {
      throw Refusal(.malformed, blame: .peer, "the “\(Content.kind.rawValue)” cannot be read: \(error)")
    }
  }
}

extension SignedStatement {
  /// Verifies the signatures that are there, which need not be those of all signers.
  public func verifySignatures(keys: KeySet) throws(Refusal) {
    for signature in signatures {
      guard let key = keys[signature.header.kid] else {
        throw Refusal(.badSignature, blame: .peer, "the key \(signature.header.kid) is not known here")
      }
      if let leaf = signature.header.certificates.first {
        guard RoleCertificate.key(inLeaf: leaf)?.thumbprint == signature.header.kid else {
          throw Refusal(
            .badSignature, blame: .peer, "the certificate in x5c is not for the key \(signature.header.kid)")
        }
      }
      guard signature.verifies(over: payload, with: key) else {
        throw Refusal(.badSignature, blame: .peer, "the signature by \(signature.header.kid) does not verify")
      }
    }
  }

  /// The content before all signers have signed, such as a contract that awaits a countersignature. The signatures that
  /// are there have been verified.
  public func draft<Content: StatementContent>(
    as type: Content.Type, keys: KeySet
  ) throws(Refusal) -> Content {
    let content = try VerifiedStatement<Content>.content(of: self)
    guard signers == Set(content.signers).sorted() else {
      throw Refusal(.wrongSigner, blame: .peer, "the statement names other signers than its content demands")
    }
    try verifySignatures(keys: keys.adding(content.introducedKeys))
    return content
  }
}
