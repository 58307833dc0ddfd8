public import SemperCryptography
public import SemperModel
import SemperPayments

/// What the locks of one world name: who claims, who takes back, and the arbiter whose word its ledger obeys.
public struct LockKeys: Sendable {
  public let payee: Thumbprint
  public let refund: SigningKey
  public let arbiter: SigningKey

  public init(payee: Thumbprint, refund: SigningKey, arbiter: SigningKey) {
    self.payee = payee
    self.refund = refund
    self.arbiter = arbiter
  }

  /// The decision that ends an exchange without anything having changed hands, by the world's arbiter or by somebody else.
  func abort(of exchange: Digest, by other: SigningKey? = nil, at time: Timestamp) throws -> SignedStatement {
    let signer = other ?? arbiter
    let decision = ArbiterDecision(
      exchange: exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
      arbiter: signer.thumbprint, number: 0, previous: Digest(plain: []), issued: time)
    return try VerifiedStatement(signing: decision, with: [signer]).signed
  }
}
