import SemperCoding
public import SemperCryptography
public import SemperModel

/// Judges what a role says of itself: signed by the key it names, and that key certified for this role by an authority that
/// this home trusts.
public struct RoleVerifier: Sendable {
  /// Certificates of the authorities that this home trusts (DER).
  public let roots: [[UInt8]]

  /// - Parameter roots: certificates of trusted authorities (DER), from the home's trust list.
  public init(roots: [[UInt8]]) { self.roots = roots }

  /// Refuses with `wrongSigner`, `untrusted` or `expired`.
  public func verify(
    _ signed: SignedStatement, role: RoleDescription.Role, at time: Timestamp
  ) throws(Refusal) -> VerifiedRole {
    let statement = try VerifiedStatement<RoleDescription>(verifying: signed, keys: KeySet())
    let description = statement.content
    guard description.role == role else {
      throw Refusal(.untrusted, blame: .peer, "this is a \(description.role.rawValue), not a \(role.rawValue)")
    }
    guard description.issued <= time.advanced(by: ClockTolerance.span), time <= description.expires else {
      throw Refusal(.expired, blame: .peer, "the role's description is not in force at \(time)")
    }
    let identity = try identity(in: signed, role: role.certified, at: time)
    guard identity.key == description.key,
      identity.subject.organisation.isSameText(as: description.organisation.text)
    else {
      throw Refusal(.wrongSigner, blame: .peer, "the certificate is for another key or another organisation")
    }
    return VerifiedRole(statement: statement, identity: identity)
  }

  /// Whose certified key has signed a statement that carries its chain.
  public func identity(
    in signed: SignedStatement, role: CertifiedRole, at time: Timestamp
  ) throws(Refusal) -> CertifiedIdentity {
    guard let chain = signed.signatures.first?.header.certificates, !chain.isEmpty else {
      throw Refusal(.untrusted, blame: .peer, "the statement carries no certificate")
    }
    let verifier: CertificateVerifier
    do {
      verifier = try CertificateVerifier(policy: CertificatePolicy(roots: roots, role: role, time: time))
    } catch {
      throw Refusal(.untrusted, blame: .us, "this home's trust list holds no usable authority: \(error)")
    }
    return try verifier.verdict(on: chain).identity()
  }
}

/// A role whose description and certificate have been verified.
public struct VerifiedRole: Hashable, Sendable {
  public let statement: VerifiedStatement<RoleDescription>
  public let identity: CertifiedIdentity
  public var description: RoleDescription { statement.content }

  init(statement: VerifiedStatement<RoleDescription>, identity: CertifiedIdentity) {
    self.statement = statement
    self.identity = identity
  }
}

extension RoleDescription.Role {
  /// What the authority certifies a key of this role for.
  public var certified: CertifiedRole {
    switch self {
    case .authority: .authority
    case .bank: .bank
    case .arbiter: .arbiter
    case .shop: .seller
    case .delivery: .delivery
    }
  }
}
