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
    let side = record.opening.side
    if course.isUnwilling, isMover, case .choose = state.step { return renounce(at: now) }
    if course.isUnwilling, !state.items(from: side).isEmpty, !isUnknownToPeer { return renounce(at: now) }
    switch state.step {
    case .transfer(let items, let from):
      if items.contains(where: { record.terms.form(of: $0) == .offer }) { return takeOffer(record, at: now) }
      from == side ? prepare(items, until: until) : (doing = .awaiting(kind(of: items, record), until: until))
    case .exchange(let gifts, .none, _):
      gifts.first?.from == side
        ? prepare(gifts.first?.items ?? [], until: until) : (doing = .awaiting(.deed, until: until))
    case .exchange(_, .strong, _):
      side == .buyer ? prepare(state.items(from: side), until: until) : (doing = .awaiting(.deed, until: until))
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

  /// Under the name of the offer's item; what every offer says beside its form is the course's from the beginning.
  private func offered(_ record: DealRecord, _ items: [String]) -> GivenDocuments {
    guard let item = items.first(where: { record.terms.form(of: $0) == .offer }) else { return .none }
    let (offer, own) = (record.offer, record.offer.documents?.object[item]?.object ?? JSONObject([]))
    let content = offer.content.documentDigest.json
    return GivenDocuments(
      JSONObject([
        (item, .object(own.with(["content": content, "expires": offer.expires.json, "price": offer.price.json])))
      ]))
  }

  /// Whoever gives fills in something, if only that the goods have left.
  private mutating func prepare(_ items: [String], until: Timestamp) {
    doing = .filling(items, until: until)
  }

  // MARK: What we give

  mutating func fill(_ step: FilledStep, at now: Timestamp) {
    guard case .filling(let items, _) = doing, let record, let state else { return }
    do throws(Refusal) {
      guard var course = record.course else { return }
      try course.take(step.documents, for: items, record.terms)
      try course.describe(step.contents, for: items, record.terms)
      let handed = ExchangeStep(state) == nil ? try course.handedOver(items, record.terms) : []
      if items.contains(where: { record.terms.form(of: $0) == .order }) {
        placeOrder(record, documents: step.documents, at: now)
      } else if handed.isEmpty {
        draft(step, items, [], [], at: now)
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

  mutating func handOver(_ data: [HandedData], _ money: [SentMoney], at now: Timestamp) {
    guard case .handingOver(let step, _) = doing, let state, let record else { return }
    draft(step, state.items(from: record.opening.side), data, money, at: now)
  }

  private mutating func draft(
    _ step: FilledStep, _ items: [String], _ data: [HandedData], _ money: [SentMoney], at now: Timestamp
  ) {
    guard let record, let state else { return }
    do throws(Refusal) {
      let exchange = try part(of: state, step, at: now)
      let deed = Deed(
        act: header(record, at: now), giver: record.opening.key.thumbprint, taker: taker(of: state, items, exchange),
        items: items, documents: step.documents, contents: step.contents, data: data, money: money,
        credentials: step.credentials, exchange: exchange)
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

  // MARK: Not giving

  /// We will not do what the terms have us do now, and say so to a peer that knows of the deal.
  mutating func renounce(at now: Timestamp) {
    guard isUnknownToPeer, let record, record.opening.side == .buyer else { return sayOtherwise(at: now) }
    failState(Refusal(.userDeclined, blame: .us, "nothing was ordered"))
  }

  mutating func raise(_ name: String, at now: Timestamp) {
    guard let record, let state, record.course != nil,
      let exception = record.terms.exceptions.first(where: { $0.name == name })?.exception,
      exception.side == record.opening.side, exception.phase == state.phase
    else { return }
    switch doing {
    case .awaiting, .filling, .choosing: sign(.exception, name, at: now)
    case .signing, .exchanging, .telling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding, .closing, .ended:
      break
    }
  }

  mutating func sayOtherwise(at now: Timestamp) { sign(.otherwise, Choice.Way.otherwise.rawValue, at: now) }

  private mutating func sign(_ way: Choice.Way, _ option: String, at now: Timestamp) {
    guard let record, let course = record.course else { return }
    doing = .signing(
      .choice(
        Choice(
          deal: record.opening.deal, contract: course.last, service: record.opening.terms.digest, state: position,
          option: option, way: way, turn: course.turn, party: record.opening.key.thumbprint,
          issued: max(now, course.begun))))
  }

  mutating func chooseStep(_ option: String, at now: Timestamp) {
    switch doing {
    case .choosing where options.contains(where: { $0.name == option }): sign(.option, option, at: now)
    case .choosing, .filling:
      if option == Choice.Way.otherwise.rawValue { renounce(at: now) }
    case .signing, .awaiting, .exchanging, .telling, .handingOver, .handing, .taking, .pausing, .hearing, .deciding,
      .closing, .ended:
      break
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
