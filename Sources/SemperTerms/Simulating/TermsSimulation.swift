public import SemperCoding
public import SemperModel

/// A deal under terms, tried out by hand: both sides, with time that passes when it is told to. Nothing is signed and nobody pays.
public struct TermsSimulation: Sendable {
  public let terms: TermsOfBusiness
  let view: TermsView
  let rules: TermsRules
  var play: Play
  public internal(set) var documents = DealDocuments()
  /// What each side has paid in all, in minor units.
  var payments = Play.Gifts()
  /// What has not come back of each item of money.
  var left: [String: Int64] = [:]
  public private(set) var trace: [Entry] = []
  public internal(set) var elapsed = Span(seconds: 0)

  /// What happened in one state.
  public struct Entry: Hashable, Sendable {
    public let state: String
    public let phase: Phase
    public let move: String
    /// Who did it; `nil` where both did or nobody.
    public let side: DealSide?
    /// How long the deal had run.
    public let elapsed: Span
    /// What a wallet or a shop would have refused, in words.
    public let refused: String?
    public let buyer: Money
    public let seller: Money
  }

  /// - Parameter authored: as an `AuthoredTerms` has them. Refuses terms that do not pass the form check.
  public init(_ authored: JSON) throws(CodingError) {
    terms = try TermsOfBusiness(authored: authored, seller: TermsChecker.nobody)
    view = TermsView(terms)
    let wrong = FormCheck(view: view).references()
    if let first = wrong.first { throw CodingError(.outOfRange, first.message, at: first.place) }
    rules = TermsRules(view)
    play = rules.start
    settle()
  }

  public var position: String { play.position }
  public var isEnded: Bool { TermsOfBusiness.isEnd(position) }
  /// What the buyer has paid and not got back.
  public var paid: Money { Money(minorUnits: Int64(payments.buyer) - Int64(payments.seller), view.currency) }

  /// The performances that a side has got and not given back.
  public func holdings(of side: DealSide) -> [String] {
    terms.items.filter { item in
      item.form.isPerformance
        && rules.given(item.name, by: side.peer, in: play) > rules.given(item.name, by: side, in: play)
    }.map(\.name)
  }

  public func exposure(of side: DealSide) -> Money {
    let paid = side == .buyer ? payments.buyer - payments.seller : payments.seller - payments.buyer
    guard let gave = rules.performed(by: side, in: play), let got = rules.performed(by: side.peer, in: play) else {
      return .zero(view.currency)
    }
    return Money(minorUnits: max(0, Int64(paid).saturating(plus: gave) - got), view.currency)
  }

  /// The names of what can happen now.
  public var moves: [String] {
    guard let state = terms.state(position) else { return [] }
    let raised = view.graph.edges(from: position).compactMap { edge -> String? in
      if case .exception(let name) = edge.cause { TermsMove.raising + name } else { nil }
    }
    switch state.step {
    case .transfer, .exchange, .dispute: return ["done", "else"] + raised
    case .choose(_, let options): return options.filter { holds($0.condition) }.map(\.name) + ["else"] + raised
    case .branch, .pause: return []
    }
  }

  /// Lets one thing happen. What the documents say against their forms is refused by the other side, and nothing moves; refuses moves that
  /// cannot happen now, and says which can.
  public mutating func move(_ move: TermsMove) throws(CodingError) {
    guard let state = terms.state(position), moves.contains(where: { $0.isSameText(as: move.name) }) else {
      throw CodingError(
        .outOfRange,
        isEnded
          ? "the deal has ended at “\(position)”; “\(move.name.prefix(40))” comes too late"
          : "at “\(position)” there is no “\(move.name.prefix(40))”; there are \(moves.joined(separator: ", "))")
    }
    let cause: TermsEdge.Cause =
      switch move.name {
      case "done": .done
      case "else": .otherwise
      case let name where name.hasPrefix(TermsMove.raising): .exception(String(name.dropFirst(TermsMove.raising.count)))
      default: .option(move.name)
      }
    var refused: String?
    if cause == .done {
      do throws(CodingError) { try take(state, move.documents) } catch { refused = "\(error)" }
    }
    let before = position
    if refused == nil { follow(cause, state) }
    note(before, state, move.name, refused)
    settle()
  }

  private mutating func note(_ name: String, _ state: TermsState, _ move: String, _ refused: String?) {
    trace.append(
      Entry(
        state: name, phase: state.phase, move: move, side: state.mover, elapsed: elapsed, refused: refused,
        buyer: exposure(of: .buyer), seller: exposure(of: .seller)))
  }

  /// Branches and pauses move by themselves.
  private mutating func settle() {
    while let state = terms.state(position) {
      let before = position
      switch state.step {
      case .branch(let cases):
        let number = cases.firstIndex { holds($0.condition) }
        follow(number.map(TermsEdge.Cause.holds) ?? .otherwise, state)
        note(before, state, number.map { "case \($0 + 1)" } ?? "else", nil)
      case .pause:
        elapsed = elapsed.plus(state.within)
        follow(.done, state)
        note(before, state, "pause", nil)
      case .transfer, .exchange, .choose, .dispute: return
      }
    }
  }

  private mutating func follow(_ cause: TermsEdge.Cause, _ state: TermsState) {
    if cause == .otherwise { elapsed = elapsed.plus(state.within) }
    guard let move = rules.moves(play).first(where: { $0.edge.cause == cause }) else { return }
    play = move.to
  }

  private func holds(_ condition: Expression?) -> Bool { documents.satisfy(condition) }
}

extension TermsState {
  /// Whose move it is; `nil` where both, an arbiter or the clock moves.
  public var mover: DealSide? {
    switch step {
    case .transfer(_, let from): from
    case .choose(let side, _): side
    case .exchange, .branch, .dispute, .pause: nil
    }
  }
}

extension Span {
  fileprivate func plus(_ other: Span) -> Span {
    Span(seconds: min(seconds.saturating(plus: other.seconds), DecodingLimits.widestInteger))
  }
}
