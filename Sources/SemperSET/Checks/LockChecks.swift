import SemperCryptography
import SemperModel
import SemperPayments

/// With what locked money moves: the ledger's rule, for a card's hold as for every other lock.
enum LockChecks {
  enum Move: Equatable {
    case toPayee
    case back
    case divided(Money, agreement: Digest)
  }

  /// What a title does to a lock. Refuses with `lock` what moves nothing.
  static func move(
    _ title: LockTitle, on terms: LockTerms, ledger: Thumbprint, at now: Timestamp
  ) throws(SETRefusal) -> Move {
    do throws(Refusal) {
      switch title {
      case .opening(let opening):
        guard terms.rule.opens, opening.digest == terms.opening else {
          throw Refusal(.lockInvalid, blame: .peer, "this does not open the lock")
        }
        return .toPayee
      case .decision(let signed, let arbiter):
        let verdict = try verdict(signed, by: arbiter, on: terms)
        if terms.rule.pays(on: verdict) { return .toPayee }
        try terms.rule.requireReturns(on: verdict)
        return .back
      case .acceptance(let signed):
        let acceptance = try VerifiedStatement<AcceptRequest>(verifying: signed, keys: KeySet()).content
        guard terms.rule.endsByAcceptance, acceptance.exchange == terms.exchange,
          acceptance.party.thumbprint == terms.payee
        else { throw Refusal(.lockInvalid, blame: .peer, "this acceptance gives nothing back to the payer") }
        return .back
      case .division(let signed):
        let division = try LockDivision(verifying: signed, at: ledger, now: now)
        guard division.terms == terms else {
          throw Refusal(.lockInvalid, blame: .peer, "the division is of another lock")
        }
        return .divided(division.paid, agreement: division.agreement)
      }
    } catch {
      throw SETRefusal(.lock, error)
    }
  }

  private static func verdict(
    _ signed: SignedStatement, by arbiter: PublicKey, on terms: LockTerms
  ) throws(Refusal) -> ArbiterDecision.Verdict {
    let decision = try VerifiedStatement<ArbiterDecision>(verifying: signed, keys: KeySet([arbiter])).content
    guard arbiter.thumbprint == terms.arbiter else {
      throw Refusal(.wrongSigner, blame: .peer, "the decision is not by the arbiter that the lock names")
    }
    guard decision.exchange == terms.exchange else {
      throw Refusal(.lockInvalid, blame: .peer, "the decision is about another exchange")
    }
    return decision.verdict
  }
}
