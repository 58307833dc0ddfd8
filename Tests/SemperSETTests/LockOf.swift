import SemperCryptography
import SemperModel
import SemperPayments

@testable import SemperSET

/// A lock of a test exchange, with the secrets that move it.
struct LockOf {
  let opening: ItemOpening
  let arbiter = SigningKey()
  let refund = SigningKey()
  let terms: LockTerms

  init(_ market: TestMarket, units: Int64 = 2_500, rule: LockRule = .payment) {
    do {
      opening = try ItemOpening(bytes: Nonce.fresh)
      terms = LockTerms(
        exchange: try Digest(bytes: Nonce.fresh), path: "payment", opening: opening.digest,
        amount: Money(minorUnits: units, .euro), payee: market.merchant.identity.key.thumbprint,
        refund: refund.thumbprint, arbiter: arbiter.thumbprint, rule: rule)
    } catch {
      preconditionFailure("32 bytes are 32 bytes")
    }
  }

  func decision(_ verdict: ArbiterDecision.Verdict, exchange: Digest? = nil) throws -> LockTitle {
    let decision = ArbiterDecision(
      exchange: exchange ?? terms.exchange, verdict: verdict, cause: .asked,
      commits: verdict == .aborted ? [] : [Digest(plain: [1]), Digest(plain: [2])],
      closes: verdict.isFinal ? nil : Market.now, proof: nil, arbiter: arbiter.thumbprint, number: 0,
      previous: try Digest(bytes: Nonce.fresh), issued: Market.now)
    return .decision(try SignedStatement(decision, signedBy: [arbiter]), arbiter.publicKey)
  }
}

extension Nonce {
  static var fresh: [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return Nonce(using: &generator).bytes
  }
}
