import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// What we give in a step, and the deed that says so.
extension DealMachine {
  mutating func fill(_ step: FilledStep, at now: Timestamp) {
    guard case .filling(let items, _) = doing, let record, let state else { return }
    do throws(Refusal) {
      guard var course = record.course else { return }
      try course.take(step.documents, for: items, record.terms)
      try course.describe(step.contents, for: items, record.terms)
      let handed =
        ExchangeStep(state) == nil ? try course.handedOver(items, record.terms, having: step.credentials) : []
      if items.contains(where: { record.terms.form(of: $0) == .order }) {
        placeOrder(record, documents: step.documents, at: now)
      } else if handed.isEmpty {
        draft(step, items, [], [], [], at: now)
      } else {
        doing = .handingOver(step, handed)
      }
    } catch {
      // A policy that fills in what the terms refuse gives nothing.
      failToGive(Refusal(error.code, blame: .us, error.detail), at: now)
    }
  }

  mutating func failToGive(_ refusal: Refusal, at now: Timestamp) {
    record?.refusals.append(refusal)
    renounce(at: now)
  }

  mutating func handOver(
    _ data: [HandedData], _ money: [SentMoney], _ rights: [HandedCredential], at now: Timestamp
  ) {
    guard case .handingOver(let step, _) = doing, let state, let record else { return }
    draft(step, state.items(from: record.opening.side), data, money, rights, at: now)
  }

  private mutating func draft(
    _ step: FilledStep, _ items: [String], _ data: [HandedData], _ money: [SentMoney], _ rights: [HandedCredential],
    at now: Timestamp
  ) {
    guard let record, let state else { return }
    let all = step.credentials + rights
    do throws(Refusal) {
      let exchange = try part(of: state, step, at: now)
      let deed = Deed(
        act: header(record, at: now), giver: record.opening.key.thumbprint, taker: taker(of: state, items, exchange),
        items: items, documents: step.documents, contents: step.contents, data: data, money: money,
        credentials: items.compactMap { item in all.first { $0.item == item } }, exchange: exchange)
      doing = .signing(.deed(deed))
    } catch {
      failToGive(error, at: now)
    }
  }

  func header(_ record: DealRecord, at now: Timestamp) -> ActHeader {
    let course = record.course
    return ActHeader(
      deal: record.opening.deal, service: record.opening.terms.digest, state: position, turn: course?.turn ?? 1,
      previous: course?.last ?? record.opening.offer.digest,
      // The peer's clock may be a little ahead of ours, and no act is made before the one that it follows.
      issued: max(now, course?.begun ?? now))
  }

  /// Who signs a deed beside its giver: the other side of a contract, and whoever gets something that can be had.
  func taker(of state: TermsState, _ items: [String], _ exchange: ExchangePart?) -> Thumbprint? {
    guard let record else { return nil }
    let peer = record.thumbprint(of: record.opening.side.peer)
    switch exchange {
    case .entry: return nil
    case .agreement: return peer
    case nil: return state.isSignedByBoth(items, record.terms) ? peer : nil
    }
  }
}

extension TermsState {
  /// Whether both sign what is given: where the sender is to have a receipt, in a step that both sign, and where something comes that
  /// the taker can see for itself.
  func isSignedByBoth(_ items: [String], _ terms: TermsOfBusiness) -> Bool {
    if case .exchange(_, .none, _) = step { return true }
    return receipt
      || items.contains { item in
        switch terms.form(of: item) {
        case .data, .money, .refund, .credential: true
        case .offer, .order, .contract, .receipt, .document, .goods, .work, nil: false
        }
      }
  }
}
