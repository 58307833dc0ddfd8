package import SemperCryptography
import SemperEcash
package import SemperModel
package import SemperPayments

/// The refund key of a wallet's deals and the arbiter that it knows.
package struct TestDeals: PurseKeys {
  package let refund = SigningKey()
  package let arbiter = SigningKey()

  package init() {}

  package func refundKey(for terms: LockTerms) -> SigningKey? { terms.refund == refund.thumbprint ? refund : nil }
  package func arbiterKey(_ thumbprint: Thumbprint) -> PublicKey? {
    thumbprint == arbiter.thumbprint ? arbiter.publicKey : nil
  }

  package func abort(of exchange: Digest) throws -> SignedStatement {
    try SignedStatement(
      ArbiterDecision(
        exchange: exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
        arbiter: arbiter.thumbprint, number: 0, previous: Digest(plain: []), issued: TestMint.begin),
      signedBy: [arbiter])
  }
}
