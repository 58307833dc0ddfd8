import SemperCoding
import SemperCryptography
import SemperModel
import SemperTerms

// From the evidence of a deal of many steps.
extension DisputeFacts {
  mutating func addCourse(_ hearing: EvidenceHearing) {
    guard let terms = hearing.terms?.content, let reading = CourseReading(hearing) else { return }
    for carriage in hearing.carriages {
      for fact in carriage.facts { add(fact, by: carriage.signed.digest) }
    }
    for shown in reading.facts.shown { add(shown.fact, by: shown.by) }
    for exchange in hearing.exchanges { addPayments(exchange, EvidenceVerdict(exchange)) }
    let owed = reading.outstanding.values.map(\.minorUnits) + [paid]
    let sum = owed.reduce(Int64(0)) { sum, units in
      let (next, overflow) = sum.addingReportingOverflow(units)
      return overflow ? .max : next
    }
    guard sum > 0, let last = hearing.acts.last else { return }
    add(.agreed(price: Money(minorUnits: sum, terms.currency)), by: last.signed.digest)
  }
}

/// Reads the acts of a deal of many steps in their order and says what each shows: what was promised and by when, what was given, what is
/// owed back, and what the buyer was to pay and has not.
///
/// An item that the terms have given again and again is told apart by how often it was given before: “work”, “work 2”.
struct CourseReading {
  private let terms: TermsOfBusiness
  private var course: DealCourse
  private var given: [String: Int] = [:]
  private(set) var facts = DisputeFacts()
  /// What the buyer was to pay in steps that came to nothing, by item.
  private(set) var outstanding: [String: Money] = [:]
  /// What has been sent with a note that names carrier and parcel.
  private(set) var dispatches: [Dispatch] = []
  /// The goods that the seller has sent last.
  private var sent: [String] = []

  /// All acts that were heard; `nil` where there are no terms or no offer.
  init?(_ hearing: EvidenceHearing) {
    guard let terms = hearing.terms?.content, let offer = hearing.offer else { return nil }
    self.init(terms, offer.content, offer.digest)
    for act in hearing.acts { read(act, in: hearing) }
  }

  private init(_ terms: TermsOfBusiness, _ offer: Offer, _ digest: Digest) {
    self.terms = terms
    course = DealCourse(terms, offer, digest: digest, at: offer.issued)
    if let state = terms.state(course.position), case .transfer(let items, .seller) = state.step,
      let item = items.first(where: { terms.form(of: $0) == .offer })
    {
      try? course.take(offer.documents(as: item), for: items, terms)
      enter(state.then, at: offer.issued)
    }
  }

  private mutating func read(_ act: HeardAct, in hearing: EvidenceHearing) {
    if let named = act.state, let turn = act.turn, (course.position, course.turn) != (named, turn) {
      // Time alone ended a state that nobody signs for, such as a hearing.
      course.enter(named, terms, at: course.begun)
    }
    guard let state = terms.state(course.position) else { return }
    switch act.content {
    case .order(let order):
      try? course.take(order.documents ?? .none, for: state.items, terms)
      enter(state.then, at: order.issued)
    case .deed(let deed): read(deed, act, state, hearing)
    case .choice(let choice): read(choice, act, state, hearing)
    case .ruling(let ruling): enter(state.then, at: ruling.issued)
    }
  }

  /// Goes on to a state, and through pauses, which nobody ends by an act.
  private mutating func enter(_ next: String?, at time: Timestamp) {
    guard let next else { return }
    course.enter(next, terms, at: time)
    for _ in 0...terms.states.count {
      guard let state = terms.state(course.position), case .pause = state.step, let then = state.then else { return }
      course.enter(then, terms, at: course.begun.advanced(by: state.within))
    }
  }

  // MARK: Deeds

  private mutating func read(_ deed: Deed, _ act: HeardAct, _ state: TermsState, _ hearing: EvidenceHearing) {
    guard act.signed.isComplete else { return }
    switch deed.exchange {
    case .entry: try? course.take(deed.documents, for: deed.items, terms)
    case .agreement: readExchange(deed, act, state, hearing)
    case nil:
      try? course.take(deed.documents, for: deed.items, terms)
      try? course.describe(deed.contents, for: deed.items, terms)
      if deed.giver == hearing.offer?.content.seller.thumbprint { give(deed, act, state) } else { confirm(deed, act) }
      for sent in deed.money {
        course.giveBack(sent.item, sent.amount, terms)
        facts.add(.givenBack(sent.amount, at: deed.act.issued), by: act.signed.digest)
      }
      enter(state.then, at: deed.act.issued)
    }
  }

  private mutating func give(_ deed: Deed, _ act: HeardAct, _ state: TermsState) {
    let (due, by) = (course.begun.advanced(by: state.within), act.signed.digest)
    dispatch(deed.items.filter { terms.form(of: $0) == .goods }.map(name), deed)
    for item in deed.items where isService(item) {
      let name = name(item)
      facts.add(.promised(by: .seller, item: name, due: due), by: by)
      if terms.form(of: item) == .goods, deed.taker == nil {
        facts.add(.shipped(item: name, at: deed.act.issued), by: by)
      } else {
        let isConfirmed = deed.taker != nil
        facts.add(.gave(by: .seller, item: name, at: deed.act.issued, confirmed: isConfirmed), by: by)
      }
      given[item, default: 0] += 1
    }
  }

  /// The seller's own note of what it has sent, with which carriers' statements are held together.
  private mutating func dispatch(_ goods: [String], _ deed: Deed) {
    guard !goods.isEmpty else { return }
    sent = goods
    if let dispatch = Dispatch(deed, items: goods, terms, course.documents, begun: course.begun) {
      dispatches.append(dispatch)
    }
  }

  /// The buyer's receipt for the goods that were sent last. It cannot have got them after it has signed.
  private mutating func confirm(_ deed: Deed, _ act: HeardAct) {
    for document in deed.items {
      guard case .handover(let received, let intact)? = terms.telling(of: document),
        case .moment(let time)? = course.documents[FieldPath(document, received)],
        case .flag(let isIntact)? = course.documents[FieldPath(document, intact)]
      else { continue }
      let at = min(time, deed.act.issued)
      for item in sent {
        facts.add(
          .handedOver(item: item, to: .buyer, intact: isIntact, at: at, says: .buyer), by: act.signed.digest)
      }
    }
  }

  private mutating func readExchange(_ deed: Deed, _ act: HeardAct, _ state: TermsState, _ hearing: EvidenceHearing) {
    guard let part = hearing.exchanges.first(where: { $0.exchange?.statement == act.signed.digest }) else { return }
    let verdict = EvidenceVerdict(part)
    let money = state.items(from: .buyer).filter(isMoney)
    let hasGone = verdict.proves(.exchangeAborted) ? false : verdict.proves(money.isEmpty ? .delivered : .paymentOpened)
    for item in state.items(from: .seller) where isService(item) {
      facts.addGoods(part, verdict, item: name(item), buyerHas: nil)
      if hasGone { given[item, default: 0] += 1 }
    }
    guard hasGone else { return fail(state, act, at: deed.act.issued) }
    try? course.take(deed.documents, for: deed.items, terms)
    try? course.describe(deed.contents, for: deed.items, terms)
    for item in money {
      outstanding[item] = nil
      if let amount = course.amount(of: item, terms) { course.pay(item, amount, under: act.signed.digest) }
    }
    enter(state.then, at: deed.act.issued)
  }

  // MARK: Ways

  private mutating func read(_ choice: Choice, _ act: HeardAct, _ state: TermsState, _ hearing: EvidenceHearing) {
    switch choice.way {
    case .otherwise:
      let isRefusal = choice.party == hearing.offer?.content.seller.thumbprint
      fail(state, act, at: choice.issued, isRefusal: isRefusal)
    case .exception:
      enter(terms.exceptions.first { $0.name == choice.option }?.exception.then, at: choice.issued)
    case .option:
      guard let option = terms.option(taken: choice), case .choose(let side, let options) = state.step else { return }
      facts.add(
        .chose(
          by: side, state: choice.state, option: option.name, accepts: option.target == TermsOfBusiness.successfulEnd),
        by: act.signed.digest)
      if case .dispute? = terms.state(option.target)?.step {
        contest(side, options.map(\.target), choice, by: act.signed.digest)
      }
      enter(option.target, at: choice.issued)
    }
  }

  /// What the buyer would have paid by another way is what the two are at odds about.
  private mutating func contest(_ side: DealSide, _ targets: [String], _ choice: Choice, by digest: Digest) {
    guard side == .buyer else { return }
    facts.add(.contested(by: side, state: choice.state), by: digest)
    for item in targets.compactMap(terms.state).flatMap({ $0.items(from: .buyer) }) where isMoney(item) {
      outstanding[item] = course.amount(of: item, terms)
    }
  }

  /// The step has come to nothing: what was to be given in it is still owed, and at once where the seller has said that it will not.
  private mutating func fail(_ state: TermsState, _ act: HeardAct, at time: Timestamp, isRefusal: Bool = false) {
    let (limit, by) = (course.begun.advanced(by: state.within), act.signed.digest)
    // Overdue in the very second in which it was refused, since a claim may follow in it.
    let due = isRefusal ? min(Timestamp(seconds: time.seconds - 1), limit) : limit
    for item in state.items(from: .seller) {
      if isService(item) { facts.add(.promised(by: .seller, item: name(item), due: due), by: by) }
      if case .refund = terms.form(of: item), let amount = course.amount(of: item, terms), amount.minorUnits > 0 {
        facts.add(.owedBack(amount, due: due), by: by)
      }
    }
    for item in state.items(from: .buyer) where isMoney(item) { outstanding[item] = course.amount(of: item, terms) }
    enter(state.otherwise, at: time)
  }

  private func name(_ item: String) -> String { given[item].map { "\(item) \($0 + 1)" } ?? item }

  private func isMoney(_ item: String) -> Bool { if case .money = terms.form(of: item) { true } else { false } }

  /// What the buyer wants of the deal, beside documents and money.
  private func isService(_ item: String) -> Bool {
    switch terms.form(of: item) {
    case .data, .credential, .goods, .work: true
    case .offer, .order, .contract, .receipt, .document, .money, .refund, nil: false
    }
  }
}
