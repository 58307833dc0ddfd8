public import SemperCoding
import SemperModel

/// A picture of terms as SVG: the five phases of Figure 1 of the paper from left to right, a lane for each side, what both do between
/// them, and below it what each side may lose in each state.
public struct TermsDiagram: Sendable {
  private let view: TermsView
  private let exposure: [String: TermsReport.Exposure]
  private let places: [String: (column: Int, row: Int)]
  /// How many states stand above one another in each lane at the most.
  private let rows: [Lane: Int]

  private enum Lane: CaseIterable { case buyer, both, seller }
  private static let (wide, high, gap, lift) = (150, 44, 70, 14)
  private static let (top, strip) = (60, 150)

  /// Refuses terms that do not pass the form check.
  public init(_ authored: JSON) throws(CodingError) {
    view = TermsView(try TermsOfBusiness(authored: authored, seller: TermsChecker.nobody))
    if let wrong = FormCheck(view: view).references().first {
      throw CodingError(.outOfRange, wrong.message, at: wrong.place)
    }
    let table = ExposureCheck(view: view).table(TermsExploration(TermsRules(view)))
    exposure = Dictionary(table.map { ($0.state, $0) }) { first, _ in first }
    (places, rows) = Self.layout(view)
  }

  /// A state stands in the column of the fewest steps that lead to it, in its mover's lane.
  private static func layout(_ view: TermsView) -> (places: [String: (column: Int, row: Int)], rows: [Lane: Int]) {
    var places = [view.terms.start: (column: 0, row: 0)]
    var stacked = [Lane: [Int: Int]]()
    for name in view.graph.reached {
      let column = places[name]?.column ?? 0
      let lane = lane(of: name, view.terms)
      let row = stacked[lane]?[column] ?? 0
      stacked[lane, default: [:]][column] = row + 1
      places[name] = (column, row)
      for edge in view.graph.edges(from: name) where places[edge.target] == nil {
        places[edge.target] = (column + 1, 0)
      }
    }
    return (places, stacked.mapValues { $0.values.max() ?? 1 })
  }

  private static func lane(of name: String, _ terms: TermsOfBusiness) -> Lane {
    switch terms.state(name)?.mover {
    case .buyer: .buyer
    case .seller: .seller
    case nil: .both
    }
  }

  private var terms: TermsOfBusiness { view.terms }
  private var columns: Int { (places.values.map(\.column).max() ?? 0) + 1 }
  private var width: Int { 100 + columns * (Self.wide + Self.gap) }
  private var height: Int { base + Self.strip }
  /// Where the strip of what may be lost has its middle.
  private var base: Int { top(of: .seller) + laneHeight(.seller) + Self.strip }

  private func laneHeight(_ lane: Lane) -> Int { max(1, rows[lane] ?? 1) * (Self.high + Self.lift) + 40 }
  private func top(of lane: Lane) -> Int {
    switch lane {
    case .buyer: Self.top
    case .both: Self.top + laneHeight(.buyer)
    case .seller: Self.top + laneHeight(.buyer) + laneHeight(.both)
    }
  }

  public var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="title desc" \
    font-family="sans-serif" font-size="13">
    <title id="title">\(Self.escaped(terms.service)) \(Self.escaped(terms.version))</title>
    <desc id="desc">\(Self.escaped(words))</desc>
    <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse">\
    <path d="M0 0 8 4 0 8z" fill="#444"/></marker></defs>
    <rect width="100%" height="100%" fill="#fff"/>
    \(laneLabels)
    \(view.graph.reached.flatMap { view.graph.edges(from: $0) }.map(edge).joined(separator: "\n"))
    \(view.graph.reached.map(node).joined(separator: "\n"))
    \(strip)
    </svg>

    """
  }

  /// The same in words, for who does not see it.
  private var words: String {
    view.graph.reached.filter { !TermsOfBusiness.isEnd($0) }.map { name in
      name + ": " + view.graph.edges(from: name).map { "\(Self.label($0)) to \($0.target)" }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private var laneLabels: String {
    [("Buyer", Lane.buyer), ("Both", .both), ("Seller", .seller)].map { name, lane in
      let y = top(of: lane)
      return """
        <text x="12" y="\(y + 27)" font-weight="bold" fill="#222">\(name)</text>\
        <line x1="12" y1="\(y - 20)" x2="\(width - 12)" y2="\(y - 20)" stroke="#e3e3e3"/>
        """
    }.joined(separator: "\n")
  }

  private func x(_ name: String) -> Int { 80 + (places[name]?.column ?? 0) * (Self.wide + Self.gap) }
  private func y(_ name: String) -> Int {
    top(of: Self.lane(of: name, terms)) + (places[name]?.row ?? 0) * (Self.high + Self.lift)
  }

  private func node(_ name: String) -> String {
    let (x, y) = (x(name), y(name))
    guard let state = terms.state(name) else {
      return """
        <rect x="\(x)" y="\(y)" width="\(Self.wide)" height="\(Self.high)" rx="22" fill="#f2f2f2" stroke="#444"/>\
        <text x="\(x + Self.wide / 2)" y="\(y + 27)" text-anchor="middle" fill="#222">\(Self.escaped(name))</text>
        """
    }
    let fill = Self.colours[state.phase] ?? "#fff"
    return """
      <rect x="\(x)" y="\(y)" width="\(Self.wide)" height="\(Self.high)" rx="4" fill="\(fill)" stroke="#222"\
      \(isHearing(state) ? " stroke-dasharray=\"5 3\"" : "")/>\
      <text x="\(x + Self.wide / 2)" y="\(y + 19)" text-anchor="middle" fill="#111" font-weight="bold">\(Self.escaped(name))</text>\
      <text x="\(x + Self.wide / 2)" y="\(y + 36)" text-anchor="middle" fill="#111" font-size="11">\(Self.escaped(does(state)))</text>
      """
  }

  private static let colours: [Phase: String] = [
    .offer: "#e8f1fb", .order: "#e6f5ec", .contract: "#fdf3d7", .payment: "#fbe7e3", .service: "#efe9f8",
  ]

  private func isHearing(_ state: TermsState) -> Bool { if case .dispute = state.step { true } else { false } }

  private func does(_ state: TermsState) -> String {
    let words =
      switch state.step {
      case .transfer(let items, _): items.joined(separator: " + ")
      case .exchange(let gifts, let fair, _):
        gifts.map { $0.items.joined(separator: "+") }.joined(separator: " ⇄ ") + (fair == .strong ? " (fair)" : "")
      case .choose(_, let options): options.map(\.name).joined(separator: " / ")
      case .branch: "if …"
      case .dispute: "arbiter"
      case .pause: "pause"
      }
    return words.count > 24 ? words.prefix(23) + "…" : words
  }

  private func edge(_ edge: TermsEdge) -> String {
    let (from, to) = (places[edge.from]?.column ?? 0, places[edge.target]?.column ?? 0)
    let isAhead = to > from
    let start = (
      x: x(edge.from) + (isAhead ? Self.wide : Self.wide / 2), y: y(edge.from) + (isAhead ? Self.high / 2 : 0)
    )
    let end = (x: x(edge.target) + (isAhead ? 0 : Self.wide / 2), y: y(edge.target) + (isAhead ? Self.high / 2 : 0))
    // What leads far or back goes above what it passes.
    let bend = to == from + 1 ? 0 : 24 + 6 * abs(to - from)
    let path =
      "M\(start.x) \(start.y) C\(start.x + (isAhead ? 40 : 0)) \(start.y - bend) \(end.x - (isAhead ? 40 : 0)) \(end.y - bend) \(end.x) \(end.y)"
    let (colour, dash) = edge.cause == .otherwise ? ("#888", " stroke-dasharray=\"4 3\"") : ("#444", "")
    return """
      <path d="\(path)" fill="none" stroke="\(colour)"\(dash) marker-end="url(#arrow)"><title>\(Self.escaped(edge.from)) → \
      \(Self.escaped(edge.target)): \(Self.escaped(Self.label(edge)))</title></path>
      """
  }

  private static func label(_ edge: TermsEdge) -> String {
    switch edge.cause {
    case .done: "done"
    case .otherwise: "else"
    case .option(let name): name
    case .holds(let number): "case \(number + 1)"
    case .exhausted: "exhausted"
    case .exception(let name): "exception \(name)"
    }
  }

  /// What each side may lose, as bars under the columns: the buyer's above the line, the seller's below; the states of a column stand side by
  /// side.
  private var strip: String {
    let highest = max(1, exposure.values.flatMap { [$0.buyer.minorUnits, $0.seller.minorUnits] }.max() ?? 1)
    var parts = [
      """
      <text x="12" y="\(base - 20)" fill="#222">may lose:</text><text x="12" y="\(base - 4)" fill="#a33a25">buyer</text>\
      <text x="12" y="\(base + 18)" fill="#31558f">seller</text>\
      <line x1="80" y1="\(base)" x2="\(width - 12)" y2="\(base)" stroke="#222"/>
      """
    ]
    for column in 0..<columns {
      let shown = view.graph.reached.filter { places[$0]?.column == column && exposure[$0] != nil }
      for (number, name) in shown.enumerated() {
        guard let row = exposure[name] else { continue }
        let wide = Self.wide / shown.count
        let left = 80 + column * (Self.wide + Self.gap) + number * wide
        parts.append(bar(row.buyer, name, "#a33a25", left, wide, highest, isAbove: true))
        parts.append(bar(row.seller, name, "#31558f", left, wide, highest, isAbove: false))
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func bar(
    _ money: Money, _ name: String, _ colour: String, _ left: Int, _ wide: Int, _ highest: Int64, isAbove: Bool
  ) -> String {
    guard money.minorUnits > 0 else { return "" }
    let height = max(2, Int(Double(money.minorUnits) / Double(highest) * Double(Self.strip / 2)))
    let words = "\(money.decimal) \(money.currency)"
    let label =
      wide < Self.wide / 2
      ? ""
      : """
      <text x="\(left + wide / 2)" y="\(isAbove ? base - height - 5 : base + height + 14)" text-anchor="middle" fill="\(colour)" \
      font-size="11">\(words)</text>
      """
    return """
      <rect x="\(left)" y="\(isAbove ? base - height : base)" width="\(wide - 2)" height="\(height)" fill="\(colour)" opacity="0.75">\
      <title>\(Self.escaped(name)): \(words)</title></rect>\(label)
      """
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
      "\"", with: "&quot;")
  }
}
