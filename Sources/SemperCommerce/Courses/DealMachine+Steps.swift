import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTerms

// The steps of a deal of many: each is begun here and ended by an act that both sides have, or by an exchange.
extension DealMachine {
  /// When the present step has to be over.
  var stepLimit: Timestamp? {
    guard let record, let course = record.course, let state else { return nil }
    return limit(state.within, from: course.begun)
  }

  var isUnknownToPeer: Bool { record.map { $0.outbox.isEmpty && $0.received == 0 } ?? true }

  /// Whether we give in the present state: we move, or are one of the two who do.
  var isMover: Bool {
    guard let record, let state else { return false }
    return state.mover == record.opening.side || state.mover == nil
  }

  mutating func goOn(to name: String, at now: Timestamp) {
    guard let record else { return }
    let begins = record.course?.ended ?? now
    self.record?.course?.enter(name, record.terms, at: begins)
    exchange = nil
    beginStep(at: now)
  }

  mutating func beginStep(at now: Timestamp) {
    guard let record, let course = record.course else { return }
    position = course.position
    guard let state, let until = stepLimit else {
      doing = .closing
      return
    }
    guard !isOver(at: now) else {
      doing = .deciding(after: Self.overdue(record), next: wayOut(record))
      return
    }
    // Whoever gives fills in something, if only that the goods have left.
    let side = record.opening.side
    if course.isUnwilling, isMover, case .choose = state.step { return renounce(at: now) }
    if course.isUnwilling, !state.items(from: side).isEmpty, !isUnknownToPeer { return renounce(at: now) }
    switch state.step {
    case .transfer(let items, let from):
      if items.contains(where: { record.terms.form(of: $0) == .offer }) { return takeOffer(record, at: now) }
      doing = from == side ? .filling(items, until: until) : .awaiting(kind(of: items, record), until: until)
    case .exchange(let gifts, .none, _):
      let isFirst = gifts.first?.from == side
      doing = isFirst ? .filling(gifts.first?.items ?? [], until: until) : .awaiting(.deed, until: until)
    case .exchange(_, .strong, _):
      doing = side == .buyer ? .filling(state.items(from: side), until: until) : .awaiting(.deed, until: until)
    case .choose(let chooser, _): doing = chooser == side ? .choosing : .awaiting(.choice, until: until)
    case .pause: doing = .pausing(until: until)
    case .dispute: doing = .hearing(until: until)
    case .branch: doing = .closing
    }
  }

  private func kind(of items: [String], _ record: DealRecord) -> StatementKind {
    items.contains { record.terms.form(of: $0) == .order } ? .order : .deed
  }

  /// The offer came before the deal.
  private mutating func takeOffer(_ record: DealRecord, at now: Timestamp) {
    do throws(Refusal) {
      if let unsuited = record.unsuited { throw unsuited }
      let items = state?.items ?? []
      let offer = offered(record, items)
      try self.record?.course?.take(offer, for: items, record.terms)
      finishState()
    } catch {
      failState(error)
    }
  }

  private func offered(_ record: DealRecord, _ items: [String]) -> GivenDocuments {
    items.first { record.terms.form(of: $0) == .offer }.map(record.offer.documents(as:)) ?? .none
  }
}
