import SemperCryptography
public import SemperModel

/// One operation of a purse: a payment, a refund, a withdrawal.
public enum Payment {}

/// Names an operation to its own manager.
public typealias PaymentID = ID<Payment>

extension ID where Entity == Payment {
  /// Operations under an agreement or a refund are named by it and by our side, so that each exists once and a token finds
  /// its conversation.
  init(of subject: Digest, _ party: PaymentParty) {
    self.init(digest: Digest(of: subject.bytes + Array(party.rawValue.utf8), for: .paymentID))
  }

  /// All others by their key.
  init(of key: IdempotencyKey, _ kind: PaymentTask.Kind) {
    self.init(digest: Digest(of: key.bytes + Array(kind.rawValue.utf8), for: .paymentID))
  }

  private init(digest: Digest) {
    do {
      try self.init(bytes: Array(digest.bytes.prefix(Self.size)))
    } catch {
      preconditionFailure("a digest has more bytes than an id")
    }
  }
}
