public import SemperModel

/// What a relying party demands of a certificate. There is no verifier without one.
public struct CertificatePolicy: Sendable, Equatable {
  /// The roots it trusts (DER). Never taken from the peer.
  public var roots: [[UInt8]]
  /// The role that the key must be certified for.
  public var role: CertifiedRole
  /// The moment at which certificate and root must be in force.
  public var time: Timestamp

  public init(roots: [[UInt8]], role: CertifiedRole, time: Timestamp) {
    self.roots = roots
    self.role = role
    self.time = time
  }
}
