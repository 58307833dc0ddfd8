/// The rules by which a deal moves under terms: what can happen in each situation. The checker, the simulator and the second opinion in
/// Promela are held to the same ones.
struct TermsRules: Sendable {
  let view: TermsView
  private let places: [String: Int]
  private let repeated: [String: Int]

  var terms: TermsOfBusiness { view.terms }

  init(_ view: TermsView) {
    self.view = view
    places = Dictionary(view.terms.items.enumerated().map { ($1.name, $0) }) { first, _ in first }
    repeated = Dictionary(
      view.terms.states.filter { $0.state.repetition != nil }.enumerated().map { ($1.name, $0) }
    ) { first, _ in first }
  }

  var start: Play {
    enter(
      terms.start,
      Play(
        position: terms.start, entered: Array(repeating: 0, count: repeated.count),
        given: Array(repeating: Play.Gifts(), count: terms.items.count)))
  }

  func given(_ item: String, by side: DealSide, in play: Play) -> Int { places[item].map { play.given[$0][side] } ?? 0 }
  func isGiven(_ item: String, in play: Play) -> Bool { places[item].map { play.given[$0] != Play.Gifts() } ?? false }

  /// All that can happen next; nothing at an end.
  func moves(_ play: Play) -> [PlayMove] {
    guard let state = terms.state(play.position) else { return [] }
    return view.graph.edges(from: play.position).flatMap { edge -> [PlayMove] in
      guard edge.cause != .exhausted else { return [] }
      let decider = decider(of: edge, state)
      return outcomes(of: edge, state, play).map { PlayMove(edge: edge, decider: decider, to: enter(edge.target, $0)) }
    }
  }

  /// Enters a state, or goes on where its repetition is exhausted; where all that follows is exhausted too, it stands still.
  private func enter(_ name: String, _ play: Play) -> Play {
    var play = play
    play.position = name
    for _ in 0...repeated.count {
      guard let place = repeated[play.position], let repetition = terms.state(play.position)?.repetition else {
        return play
      }
      guard play.entered[place] == repetition.most else {
        play.entered[place] += 1
        return play
      }
      play.position = repetition.then
    }
    return play
  }

  private func decider(of edge: TermsEdge, _ state: TermsState) -> PlayMove.Decider {
    if case .exception(let name) = edge.cause {
      return terms.exceptions.first { $0.name == name }.map { .side($0.exception.side) } ?? .neither
    }
    switch state.step {
    case .choose(let side, _): return .side(side)
    case .transfer(_, let from): return .side(from)
    case .exchange, .branch, .dispute, .pause: return .neither
    }
  }

  /// With what has been given when a state is left by a way. An exchange that is not fair can be left with one side's part given.
  private func outcomes(of edge: TermsEdge, _ state: TermsState, _ play: Play) -> [Play] {
    func giving(_ items: [String], _ side: DealSide, _ play: Play) -> Play {
      var play = play
      for item in items { if let place = places[item] { play.given[place][side] += 1 } }
      return play
    }
    switch (state.step, edge.cause) {
    case (.transfer(let items, let from), .done): return [giving(items, from, play)]
    case (.exchange(let gifts, _, _), .done): return [gifts.reduce(play) { giving($1.items, $1.from, $0) }]
    case (.exchange(let gifts, .none, _), .otherwise), (.exchange(let gifts, .none, _), .exception):
      return [play] + gifts.map { giving($0.items, $0.from, play) }
    default: return [play]
    }
  }

  // MARK: What has been lost and won

  /// What a side has paid and not got back, in minor units, at the most: it paid the most that it can have, and of a part that came
  /// back the least. The whole comes back as what is left of it.
  func paid(by side: DealSide, in play: Play) -> Int64 {
    terms.items.reduce(0) { sum, item in
      guard case .money = item.form else { return sum }
      let amount = view.most(of: item.name)
      let gave = amount.saturating(times: Int64(given(item.name, by: side, in: play)))
      let got = amount.saturating(times: Int64(given(item.name, by: side.peer, in: play)))
      let back = refunded(item.name, to: side, of: gave, in: play)
      let returned = refunded(item.name, to: side.peer, of: got, in: play)
      return sum.saturating(plus: gave - back - got + returned)
    }
  }

  /// What has come back to a side of an item that it paid. Only a buyer gets refunds.
  private func refunded(_ paid: String, to side: DealSide, of gave: Int64, in play: Play) -> Int64 {
    guard side == .buyer, gave > 0 else { return 0 }
    let back = terms.items.reduce(Int64(0)) { sum, item in
      guard case .refund(let of, let part) = item.form, of == paid else { return sum }
      let one = part.map { $0.bounds(in: view.environment)?.least ?? 0 } ?? view.most(of: paid)
      return sum.saturating(plus: one.saturating(times: Int64(given(item.name, by: .seller, in: play))))
    }
    return min(gave, back)
  }

  /// What a side has performed, at its worth; `nil` where terms do not say it.
  func performed(by side: DealSide, in play: Play) -> Int64? {
    var sum: Int64 = 0
    for item in terms.items where item.form.isPerformance {
      let times = given(item.name, by: side, in: play)
      guard times > 0 else { continue }
      guard let worth = view.worth(of: item.name) else { return nil }
      sum = sum.saturating(plus: worth.saturating(times: Int64(times)))
    }
    return sum
  }

  /// What a side would lose if all ended here, in minor units, at the most; nothing where nobody says what something is worth that has
  /// been given, which the checker tells.
  func exposure(of side: DealSide, in play: Play) -> Int64 {
    guard let gave = performed(by: side, in: play), let got = performed(by: side.peer, in: play) else { return 0 }
    return max(0, paid(by: side, in: play).saturating(plus: gave) - got)
  }
}

extension Int64 {
  func saturating(plus other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  func saturating(times other: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
