import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// What the peer, or we ourselves, will not do.
extension DealMachine {
  mutating func failState(_ refusal: Refusal) {
    guard let state else { return }
    doing = .deciding(after: refusal, next: state.otherwise)
  }

  /// A truly signed statement outside the terms is kept; where it stands in place of what we await, the state has failed.
  mutating func refuse(_ refusal: Refusal, _ statement: SignedStatement, at now: Timestamp) {
    record?.received += 1
    record?.seen.insert(statement.digest)
    record?.refusals.append(refusal)
    record?.refused.append(statement)
    if record?.course != nil { return refuseAct(statement, at: now) }
    switch doing {
    case .awaiting(let kind, _) where kind == statement.kind: failState(refusal)
    case .exchanging: exchange(.goodsRefused(refusal), at: now)
    case .awaiting, .signing, .choosing, .telling, .filling, .handingOver, .handing, .taking, .pausing, .hearing,
      .deciding, .closing, .ended:
      break
    }
  }

  /// The peer will never take this statement, so nothing that answers it will come: the state fails with the peer's reason.
  /// Once we are bound, and after all is done, a refusal changes no more than silence does.
  mutating func turnDown(_ digest: Digest, _ refusal: Refusal, at now: Timestamp) {
    guard let statement = record?.undelivered, statement.digest == digest else { return }
    record?.delivered += 1
    if record?.course != nil, exchange == nil { return turnDownAct(digest, refusal, statement.kind, at: now) }
    switch doing {
    case .awaiting, .deciding(after: nil, next: _):
      if statement.kind == .order || statement.kind == .contract { failState(refusal) }
    case .exchanging where statement.kind == .contract || statement.kind == .deed:
      exchange(.goodsRefused(refusal), at: now)
      exchange(.giveUp, at: now)
    case .exchanging where statement.kind.isCommitment: exchange(.giveUp, at: now)
    case .exchanging: exchange(.delivered(digest), at: now)
    case .telling(digest, let option, _): finishChoice(option)
    case .telling, .signing, .choosing, .filling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding,
      .closing, .ended:
      break
    }
  }
}
