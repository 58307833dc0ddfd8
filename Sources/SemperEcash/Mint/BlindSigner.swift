/// What signs blinded messages: keys in memory here, or in a token behind PKCS #11.
///
/// Signing is deterministic: the same output gets the same signature for ever, so nothing of it needs to be stored. A call
/// may take milliseconds for each output and must not occupy the caller's thread meanwhile.
public protocol BlindSigner: Sendable {
  /// A signature for each output, in their order. All keys are the signer's and all messages are in range: the mint has
  /// checked that before it took any money.
  func sign(_ outputs: [BlindedOutput]) async throws -> [[UInt8]]
}
