/// The private key of a blind signer, in memory or in a token.
public protocol BlindKey: Sendable {
  var publicKey: BlindingKey { get }

  /// Signs a blinded message (RFC 9474, section 4.3). The same message gives the same bytes for ever. It takes milliseconds, so it does
  /// not belong on a thread that serves others.
  func sign(_ blinded: [UInt8]) throws -> [UInt8]
}
