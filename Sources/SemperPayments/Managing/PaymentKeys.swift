public import SemperCryptography
package import SemperModel

/// The keys by which one side of payments signs, and the secret that its idempotency keys come from.
public struct PaymentKeys: Sendable, Discreet {
  /// The certified key of a payee.
  public let payee: SigningKey
  private let secret: [UInt8]

  /// - Parameter secret: 32 bytes or more that belong to this manager alone.
  public init(payee: SigningKey, secret: [UInt8]) {
    precondition(secret.count >= 32, "the secret of a payment manager has at least 32 bytes")
    self.payee = payee
    self.secret = secret
  }

  /// The key of a payer for one offer: another for each, so that a payee cannot tell who comes back.
  package func payer(for offer: Digest) -> SigningKey {
    KeyDerivation.signingKey(from: secret, for: .dealKey, context: Array("payment-payer".utf8) + offer.bytes)
  }

  /// The key of an operation that belongs to a deal.
  public func idempotencyKey(for reference: PaymentReference, verb: String) -> IdempotencyKey {
    IdempotencyKey(secret: secret, reference: reference, verb: verb)
  }

  /// The key that signs for a side; `nil` when it is not ours.
  func signing(for party: PaymentParty, _ agreement: PaymentAgreement, _ terms: PaymentTerms) -> SigningKey? {
    let key =
      switch party {
      case .payee: payee
      case .payer: payer(for: agreement.offer.digest)
      }
    return key.thumbprint == terms.key(of: party).thumbprint ? key : nil
  }
}
