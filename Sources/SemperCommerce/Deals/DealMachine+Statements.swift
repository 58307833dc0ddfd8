import SemperCryptography
import SemperExchange
import SemperModel
import SemperTerms

// Our own statements, and the peer’s.
extension DealMachine {
  /// What we put into the exchange. Our commitment names our role in it, which the planner computes from the terms.
  func party(_ record: DealRecord) throws(Refusal) -> PartyTerms {
    let opening = record.opening
    return PartyTerms(
      role: record.course == nil ? try record.terms.role(of: opening.side) : .originator, key: opening.key,
      nonce: opening.nonce, secret: opening.secret)
  }

  mutating func placeOrder(_ record: DealRecord, documents: GivenDocuments? = nil, at now: Timestamp) {
    let opening = record.opening
    let within = record.terms.state(position)?.within ?? Span(seconds: 0)
    do throws(Refusal) {
      if opening.opened != nil, now > record.offer.expires {
        throw Refusal(.expired, blame: .us, "the offer expired before it was ordered; fetch it again")
      }
      let order = Order(
        deal: opening.deal, offer: opening.offer.digest, service: opening.terms.digest,
        seller: record.offer.seller.thumbprint, buyer: try party(record), payment: opening.payment,
        documents: documents, shown: opening.shown, issued: now,
        expires: limit(within, from: now))
      doing = .signing(.order(order))
    } catch {
      failState(error)
    }
  }

  mutating func draftContract(_ record: DealRecord, at now: Timestamp) {
    guard let order = record.order else {
      doing = .closing
      return
    }
    do throws(Refusal) {
      let agreement = try record.agreement(on: order)
      if record.opening.opened != nil, now > agreement.order.expires {
        throw Refusal(.tooLate, blame: .us, "the order expired before there was a contract")
      }
      // The buyer's clock may be a little ahead of ours, and a contract is not made before its order.
      let contract = try agreement.contract(
        seller: try party(record), secret: record.opening.secret, issued: max(now, agreement.order.issued))
      doing = .signing(.contract(contract))
    } catch {
      failState(error)
    }
  }

  mutating func sign(_ statement: SignedStatement, at now: Timestamp) {
    guard case .signing(let document) = doing, let state else { return }
    record?.post(statement)
    if record?.course != nil { return signedAct(statement, document, at: now) }
    switch document {
    case .order:
      record?.order = statement
      finishState()
    case .contract: doing = .awaiting(.contract, until: limit(countersigning(state), from: now))
    case .countersignature:
      record?.contract = statement
      finishState()
    case .deed: break
    case .choice(let choice):
      doing = .telling(
        statement.digest, option: choice.option, until: now.advanced(by: record?.opening.patience ?? state.within))
    }
  }

  mutating func deliver(_ digest: Digest, at now: Timestamp) {
    guard let record, record.undelivered?.digest == digest else { return }
    self.record?.delivered += 1
    switch doing {
    case .exchanging: exchange(.delivered(digest), at: now)
    case .telling(digest, let option, _): finishChoice(option)
    case .handing: deliveredAct(digest)
    case .telling, .signing, .awaiting, .choosing, .filling, .handingOver, .taking, .pausing, .hearing, .deciding,
      .closing,
      .ended:
      break
    }
  }

  mutating func receive(_ statement: SignedStatement, at now: Timestamp) {
    record?.received += 1
    record?.seen.insert(statement.digest)
    if record?.course != nil, doing != .exchanging { return receiveAct(statement, at: now) }
    switch doing {
    case .awaiting(let kind, _) where kind == statement.kind: take(statement)
    case .exchanging:
      record?.keep(statement)
      exchange(.received(statement), at: now)
    case .awaiting, .signing, .choosing, .telling, .filling, .handingOver, .handing, .taking, .pausing, .hearing,
      .deciding, .closing, .ended:
      break
    }
  }

  mutating func take(_ statement: SignedStatement) {
    switch DealStatement(statement.kind) {
    case .order:
      record?.keep(statement)
      record?.order = statement
      finishState()
    case .contract where statement.isComplete:
      record?.keep(statement)
      record?.contract = statement
      finishState()
    case .contract:
      record?.keep(statement)
      doing = .signing(.countersignature(statement))
    case .choice:
      record?.keep(statement)
      finishChoice(statement.journalled(as: Choice.self).option)
    case .deed, nil: break
    }
  }
}
