import SemperCryptography
import SemperModel
import SemperPayments

/// What only some orders say.
struct OrderDetails: Sendable {
  var account: Thumbprint?
  var reference: Digest?
  var terms: LockTerms?
  var decision: SignedStatement?
  var arbiter: PublicKey?
  /// The coins are a lost wallet's, perhaps: those that are spent already are no loss.
  var renews = false
}
