import SemperCryptography
import SemperModel
import SemperPayments

/// The mint's signed word on an order that it carried out.
enum PurseResult: Sendable {
  case receipt(VerifiedStatement<MintReceipt>)
  case locked(VerifiedStatement<LockReceipt>)
  case ended(VerifiedStatement<LockOutcome>)

  var signed: SignedStatement {
    switch self {
    case .receipt(let word): word.signed
    case .locked(let word): word.signed
    case .ended(let word): word.signed
    }
  }

  func receipt() throws(MintFailure) -> VerifiedStatement<MintReceipt> {
    switch self {
    case .receipt(let word): return word
    case .locked, .ended: throw unfit
    }
  }

  func locked() throws(MintFailure) -> VerifiedStatement<LockReceipt> {
    switch self {
    case .locked(let word): return word
    case .receipt, .ended: throw unfit
    }
  }

  func ended() throws(MintFailure) -> VerifiedStatement<LockOutcome> {
    switch self {
    case .ended(let word): return word
    case .receipt, .locked: throw unfit
    }
  }

  private var unfit: MintFailure {
    MintFailure(.misbehaved, "the mint's answer does not fit the order", refusal: nil)
  }
}
