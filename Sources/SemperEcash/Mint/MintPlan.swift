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
    /// Divided as both have agreed.
    case divide(LockDivision)
    /// The payer gets what a settlement that paid so much has left.
    case collect(LockTerms, paid: Money)
    /// Stands still under a pledge.
    case freeze(SignedStatement, LockPledge)
    /// Stands as before, since the deciding ledger divides nothing.
    case release(SignedStatement, LockPledge)
    /// Follows the deciding ledger, which has divided its own lock.
    case follow(SignedStatement, LockPledge)
    /// Takes no division any more that was to be brought by then.
    case lapse(LockTerms, until: Timestamp)

    var terms: LockTerms {
      switch self {
      case .make(let terms), .end(let terms, _, _, _), .close(let terms, _, _), .collect(let terms, _),
        .lapse(let terms, _):
        terms
      case .divide(let division): division.terms
      case .freeze(_, let pledge), .release(_, let pledge), .follow(_, let pledge): pledge.terms
      }
    }
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
