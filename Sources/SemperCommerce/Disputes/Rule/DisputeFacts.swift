public import SemperModel
import SemperTerms

/// What the evidence of a deal shows, as far as a dispute can turn on it: a plain value, whatever kind of deal it comes from.
///
/// Every fact names the statement that shows it, so the same fact from two sides counts once.
public struct DisputeFacts: Hashable, Sendable {
  public struct Shown: Hashable, Sendable {
    public let fact: DisputeFact
    public let by: Digest

    public init(_ fact: DisputeFact, by statement: Digest) {
      self.fact = fact
      by = statement
    }
  }

  public private(set) var shown: Set<Shown>

  public init(_ shown: some Sequence<Shown> = []) { self.shown = Set(shown) }

  public mutating func add(_ fact: DisputeFact, by statement: Digest) { shown.insert(Shown(fact, by: statement)) }

  public func merged(with other: DisputeFacts) -> DisputeFacts { DisputeFacts(shown.union(other.shown)) }

  /// With what rulings on other claims about the same deal give the buyer, as given back.
  func counting(_ rulings: [Ruling], but claim: Digest) -> DisputeFacts {
    var facts = self
    for ruling in rulings where ruling.claim != claim {
      guard let amount = ruling.remedy.amount(for: .buyer) else { continue }
      facts.add(.givenBack(amount, at: ruling.issued), by: ruling.claim)
    }
    return facts
  }
}

// What the rule asks.
extension DisputeFacts {
  func collect<Value>(_ pick: (DisputeFact) -> Value?) -> [Value] { shown.compactMap { pick($0.fact) } }

  func contains(_ matches: (DisputeFact) -> Bool) -> Bool { shown.contains { matches($0.fact) } }

  var prices: Set<Money> { Set(collect { if case .agreed(let price) = $0 { price } else { nil } }) }

  /// The only currency of all amounts.
  var currency: Currency? {
    let all = Set(
      collect { fact -> Currency? in
        switch fact {
        case .agreed(let money), .paid(let money, _), .givenBack(let money, _), .owedBack(let money, _):
          money.currency
        default: nil
        }
      })
    return all.count == 1 ? all.first : nil
  }

  var paid: Int64 { sum { if case .paid(let money, _) = $0 { money } else { nil } } }
  var givenBack: Int64 { sum { if case .givenBack(let money, _) = $0 { money } else { nil } } }
  /// How many payments there were.
  var payments: Int { Set(shown.filter { if case .paid = $0.fact { true } else { false } }.map(\.by)).count }
  /// What was paid and has not come back.
  var refundable: Int64 { max(0, paid - givenBack) }

  /// What one statement shows counts once, whatever time each side's evidence gives it.
  private func sum(_ pick: (DisputeFact) -> Money?) -> Int64 {
    var amounts: [Digest: Int64] = [:]
    for shown in shown {
      if let money = pick(shown.fact) { amounts[shown.by] = max(amounts[shown.by] ?? 0, money.minorUnits) }
    }
    return amounts.values.reduce(0) { sum, units in
      let (next, overflow) = sum.addingReportingOverflow(units)
      return overflow ? .max : next
    }
  }

  /// Facts that cannot all be true, or amounts that cannot be added.
  var areContradictory: Bool {
    let moneys = contains {
      switch $0 {
      case .agreed, .paid, .givenBack, .owedBack: true
      default: false
      }
    }
    return contains { $0 == .contradiction } || prices.count > 1 || (moneys && currency == nil)
  }

  /// What the seller has promised to give, and by when: the latest time where several are named.
  var promises: [String: Timestamp] {
    collect { if case .promised(.seller, let item, let due) = $0 { (item, due) } else { nil } }
      .reduce(into: [:]) { $0[$1.0] = max($0[$1.0] ?? $1.1, $1.1) }
  }

  /// Whether the buyer has had it in hand, by somebody else's word than the seller's.
  func hasArrived(_ item: String) -> Bool {
    contains {
      switch $0 {
      case .gave(.seller, item, _, true), .handedOver(item, .buyer, _, _, .buyer): true
      default: false
      }
    } || (isHandedOver(item) && !isBack(item))
  }

  private func isHandedOver(_ item: String) -> Bool {
    contains { if case .handedOver(item, .buyer, _, _, .carrier) = $0 { true } else { false } }
  }

  /// Whether the seller has it again, by the carrier's last word.
  func isBack(_ item: String) -> Bool {
    let back = collect { if case .returned(item, let at) = $0 { at } else { nil } }.max()
    let brought = collect { if case .handedOver(item, .buyer, _, let at, .carrier) = $0 { at } else { nil } }.max()
    guard let back else { return false }
    return brought.map { $0 < back } ?? true
  }

  /// Whether it was offered and not taken, and is not back.
  func isRefused(_ item: String) -> Bool {
    !isBack(item) && contains { if case .refused(item, _) = $0 { true } else { false } }
  }

  /// Whether something at least speaks for its being on the way, or there.
  func mayHaveArrived(_ item: String) -> Bool {
    !isBack(item)
      && contains {
        switch $0 {
        case .gave(.seller, item, _, _), .shipped(item, _), .handedOver(item, _, _, _, _): true
        default: false
        }
      }
  }

  /// When it was there; `nil` where nobody has said. What a carrier says of it counts before the buyer's own word.
  func arrivals(_ item: String) -> [Timestamp?] {
    let carriers = collect { if case .handedOver(item, .buyer, _, let at, .carrier) = $0 { at } else { nil } }
    guard carriers.isEmpty else { return carriers }
    return collect { fact -> Timestamp?? in
      switch fact {
      case .gave(.seller, item, let at, true): .some(at)
      case .handedOver(item, .buyer, _, let at, .buyer): .some(at)
      default: nil
      }
    }
  }

  /// What has been handed over to the buyer, by anybody's word.
  var handedOver: Set<String> {
    Set(collect { if case .handedOver(let item, .buyer, _, _, _) = $0 { item } else { nil } })
  }

  /// Whether somebody says that this was handed over to the buyer in this state.
  func isHandedOver(_ item: String, intact wanted: Bool, says witness: DisputeFact.Receiver) -> Bool {
    contains { if case .handedOver(item, .buyer, wanted, _, witness) = $0 { true } else { false } }
  }
}
