import SemperCryptography

/// The gateway as a merchant knows it: the certificate that instructions and requests are sealed to.
public struct GatewayCertificates: Sendable, Hashable {
  public let transport: SETCertificate
  /// The certificates between it and the root, to be passed on to cardholders.
  public let issuers: [[UInt8]]

  public init(transport: SETCertificate, issuers: [[UInt8]]) {
    self.transport = transport
    self.issuers = issuers
  }
}
