import Foundation
public import SemperCoding
public import SemperCommerce
public import SemperCryptography
public import SemperModel

/// The authorities that a role believes, and the judgement on roles by them.
public struct TrustedRoots: Hashable, Sendable, CanonicalValue {
  /// Certificates in DER.
  public let roots: [[UInt8]]

  public init(_ roots: [[UInt8]]) { self.roots = roots }

  /// From a file `{"roots":[base64url of DER, …]}`.
  public init(file path: String) throws(ServerError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ServerError(.file, "\(path) cannot be read; give the trust.json of the authority with --trust")
    }
    do {
      try self.init(json: CanonicalJSON.parse(Array(data)))
    } catch {
      throw ServerError(.file, "\(path) is not a trust list: \(error)")
    }
  }

  public var json: JSON { .fields(["roots": roots.map { ByteString($0) }.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let list: [ByteString] = try fields.value("roots")
    try fields.close()
    guard (1...16).contains(list.count) else { throw CodingError(.outOfRange, "a trust list has 1 to 16 roots") }
    roots = list.map(\.bytes)
  }

  /// A role's word on itself, if a trusted authority certified its key for that role and it is in force.
  ///
  /// Refuses with `untrusted`, `expired`, `wrongSigner` and what a signature may be refused for.
  public func verified(
    _ signed: SignedStatement, as role: RoleDescription.Role, at now: Timestamp
  ) throws(Refusal) -> VerifiedStatement<RoleDescription> {
    let statement = try VerifiedStatement<RoleDescription>(verifying: signed, keys: KeySet())
    guard statement.content.role == role else {
      throw Refusal(.wrongSigner, blame: .peer, "this is the description of another role than “\(role.rawValue)”")
    }
    guard statement.content.issued <= now.advanced(by: Self.clockSkew), now <= statement.content.expires else {
      throw Refusal(.expired, blame: .peer, "the role's description is not in force; the role has to sign a new one")
    }
    let identity = try identity(signed, certified: role.certified, at: now)
    guard identity.key == statement.content.key,
      identity.subject.organisation == statement.content.organisation.text
    else {
      throw Refusal(.wrongSigner, blame: .peer, "the certificate is for another organisation or key")
    }
    return statement
  }

  private func identity(
    _ signed: SignedStatement, certified role: CertifiedRole, at now: Timestamp
  ) throws(Refusal) -> CertifiedIdentity {
    let chain = signed.signatures.first?.header.certificates ?? []
    let verifier: CertificateVerifier
    do {
      verifier = try CertificateVerifier(policy: CertificatePolicy(roots: roots, role: role, time: now))
    } catch {
      throw Refusal(.untrusted, blame: .us, "the trust list holds no usable root: \(error.message)")
    }
    return try verifier.verdict(on: chain).identity()
  }

  private static let clockSkew = Span(seconds: 300)
}

extension RoleDescription.Role {
  /// What the authority certifies for this role.
  public var certified: CertifiedRole {
    switch self {
    case .authority: .authority
    case .bank: .bank
    case .arbiter: .arbiter
    case .shop: .seller
    }
  }
}
