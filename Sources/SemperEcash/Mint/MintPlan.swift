import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// A verified request as the changes it makes, computed before the transaction so that the transaction is short.
struct MintPlan: Sendable {
  enum LockStep: Sendable {
    case make(LockTerms)
    case end(LockTerms, LockOutcome.Ending, paid: Money, agreement: Digest? = nil)
    /// Sealed coins are had by what they are sealed with.
    case close(LockTerms, LockOutcome.Ending, paid: Money)
    /// The payer gets what a settlement that paid so much has left.
    case collect(LockTerms, paid: Money)
  }

  let operation: ID<Operation>
  let request: Digest
  /// The request as it is kept for proofs.
  let bytes: [UInt8]
  let inputs: [Coin]
  let outputs: [BlindedOutput]
  /// `nil` when no account changes, as in a swap.
  let posting: LedgerPosting?
  let lock: LockStep?
  /// The receipt when there is no lock to speak of.
  let receipt: MintReceipt?
  /// Blinded messages that the mint must have signed before, as the coins of a recoup show.
  var recouped: [Digest] = []
  var refresh: RefreshStep?
}
