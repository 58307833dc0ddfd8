import SemperCryptography
import SemperExchange
import SemperModel

/// A way to recipients on which one reply has come.
struct ScriptedLink: TransferLink {
  let recipient: Thumbprint?
  let reply: TransferReply?
  /// The transfer that was answered so; `nil` where the same is said of each.
  var transfer: Digest?

  func deliver(_ letter: TransferLetter, to recipient: Thumbprint) async throws -> TransferReply {
    guard let reply, recipient == self.recipient else { throw Absent() }
    if let transfer, letter.shownManifest?.digest != transfer { throw Absent() }
    return reply
  }
}

/// A way to a delivery agent on which one answer has come.
struct ScriptedAgent: DeliveryAgentLink {
  let agent: PublicKey
  var token: SignedStatement?
  var progress: DeliveryProgress?

  func destination(of recipient: Thumbprint) -> String? { nil }

  func submit(_ letter: TransferLetter, on commission: SignedStatement) async throws -> SignedStatement {
    guard let token else { throw Absent() }
    return token
  }

  func progress(of transfer: Digest, to recipient: Thumbprint) async throws -> DeliveryProgress {
    guard let progress else { throw Absent() }
    return progress
  }
}
