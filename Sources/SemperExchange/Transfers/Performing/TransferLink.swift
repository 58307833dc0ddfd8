import SemperCryptography
public import SemperModel

/// The way from a sender, or from a delivery agent, to recipients.
///
/// The channel must authenticate the recipient's side, because a reply without a receipt is not signed.
public protocol TransferLink: Sendable {
  /// Brings one letter and returns the recipient's reply. Throws when it is not known what became of the letter, and when
  /// the recipient cannot answer now: then the same letter is brought again.
  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply
}
