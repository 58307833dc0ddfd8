import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// What the peer gives and says, and the arbiter's word.
extension DealMachine {
  mutating func receiveAct(_ statement: SignedStatement, at now: Timestamp) {
    record?.keep(statement)
    switch DealStatement(statement.kind) {
    case .order, .choice: finish(with: statement)
    case .deed: receive(statement.journalled(as: Deed.self), statement, at: now)
    case .contract, nil: break
    }
  }

  private mutating func receive(_ deed: Deed, _ statement: SignedStatement, at now: Timestamp) {
    guard let record, let until = stepLimit else { return }
    if case .entry(let party)? = deed.exchange {
      follow(deed, statement)
      enterExchange(party, deed, statement)
      // The seller's documents in it, if there are any, are filled in before it proposes the exchange.
      doing = .filling(state?.items(from: .seller) ?? [], until: until)
    } else if statement.isComplete {
      deed.exchange == nil ? finish(with: statement) : beginAgreed(statement, at: now)
    } else if deed.giver != record.opening.key.thumbprint {
      follow(deed, statement)
      doing = .taking(statement, until: until)
    }
  }

  /// What the peer gives has been looked at, and we sign for it or not.
  mutating func take(_ refusal: Refusal?, at now: Timestamp) {
    if case .handingOver = doing, let refusal { return failToGive(refusal, at: now) }
    guard case .taking(let draft, _) = doing else { return }
    guard let refusal else {
      doing = .signing(.countersignature(draft))
      return
    }
    record?.refusals.append(refusal)
    sayOtherwise(at: now)
  }

  /// The arbiter's ruling ends the hearing for both; what it orders, the bank carries out.
  mutating func rule(_ ruling: SignedStatement, at time: Timestamp) {
    guard case .hearing = doing, let record, let course = record.course else { return }
    self.record?.keep(ruling)
    self.record?.course?.follow(
      DealAct(statement: ruling.digest, state: position, turn: course.turn, side: nil, way: "ruling", issued: time))
    self.record?.course?.ended = max(time, course.begun)
    finishState()
  }
}
