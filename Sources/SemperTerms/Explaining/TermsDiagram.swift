public import SemperCoding
import SemperModel

/// A picture of terms as SVG: the five phases of Figure 1 of the paper from left to right, a lane for each side, what both do between
/// them, and below it what each side may lose in each state.
public struct TermsDiagram: Sendable {
  private let view: TermsView
  private let exposure: [String: TermsReport.Exposure]
  private let columns: [String: Int]

  private static let (wide, high, gap) = (150, 44, 70)
  private static let lanes = (buyer: 90, both: 190, seller: 290)

  /// Refuses terms that do not pass the form check.
  public init(_ authored: JSON) throws(CodingError) {
    view = TermsView(try TermsOfBusiness(authored: authored, seller: TermsChecker.nobody))
    if let wrong = FormCheck(view: view).references().first {
      throw CodingError(.outOfRange, wrong.message, at: wrong.place)
    }
    let rows = ExposureCheck(view: view).table(TermsExploration(TermsRules(view)))
    exposure = Dictionary(rows.map { ($0.state, $0) }) { first, _ in first }
    columns = Dictionary(view.graph.reached.enumerated().map { ($1, $0) }) { first, _ in first }
  }

  private var terms: TermsOfBusiness { view.terms }
  private var width: Int { 120 + view.graph.reached.count * (Self.wide + Self.gap) }
  private static let height = 560

  public var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(Self.height)" role="img" aria-labelledby="title desc" \
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
    [("Buyer", Self.lanes.buyer), ("Both", Self.lanes.both), ("Seller", Self.lanes.seller)].map { name, y in
      """
      <text x="12" y="\(y + 27)" font-weight="bold" fill="#222">\(name)</text>\
      <line x1="80" y1="\(y + Self.high / 2)" x2="\(width - 12)" y2="\(y + Self.high / 2)" stroke="#e3e3e3"/>
      """
    }.joined(separator: "\n")
  }

  private func x(_ name: String) -> Int { 90 + (columns[name] ?? 0) * (Self.wide + Self.gap) }

  private func y(_ name: String) -> Int {
    switch terms.state(name)?.mover {
    case .buyer: Self.lanes.buyer
    case .seller: Self.lanes.seller
    case nil: Self.lanes.both
    }
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
    let from = (x: x(edge.from) + Self.wide / 2, y: y(edge.from))
    let to = (x: x(edge.target) + Self.wide / 2, y: y(edge.target))
    let isBack = (columns[edge.target] ?? 0) <= (columns[edge.from] ?? 0)
    let start = isBack ? (x: from.x, y: from.y) : (x: from.x + Self.wide / 2, y: from.y + Self.high / 2)
    let end = isBack ? (x: to.x, y: to.y) : (x: to.x - Self.wide / 2, y: to.y + Self.high / 2)
    let span = abs((columns[edge.target] ?? 0) - (columns[edge.from] ?? 0))
    let lift = isBack || span > 1 ? 24 + 10 * span : 0
    let middle = (x: (start.x + end.x) / 2, y: min(start.y, end.y) - lift)
    let path = "M\(start.x) \(start.y) C\(start.x + 40) \(middle.y) \(end.x - 40) \(middle.y) \(end.x) \(end.y)"
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

  /// What each side may lose, as bars: the buyer's above the line, the seller's below.
  private var strip: String {
    let (base, most) = (440, 70)
    let highest = max(1, exposure.values.flatMap { [$0.buyer.minorUnits, $0.seller.minorUnits] }.max() ?? 1)
    func bar(_ money: Money) -> Int { Int(Double(money.minorUnits) / Double(highest) * Double(most)) }
    var parts = [
      """
      <text x="12" y="\(base - 20)" fill="#222">may lose:</text><text x="12" y="\(base - 4)" fill="#a33a25">buyer</text>\
      <text x="12" y="\(base + 18)" fill="#31558f">seller</text>\
      <line x1="80" y1="\(base)" x2="\(width - 12)" y2="\(base)" stroke="#222"/>
      """
    ]
    for name in view.graph.reached {
      guard let row = exposure[name] else { continue }
      let x = x(name)
      for (money, colour, isAbove) in [(row.buyer, "#a33a25", true), (row.seller, "#31558f", false)]
      where money.minorUnits > 0 {
        let height = max(2, bar(money))
        let words = "\(money.decimal) \(money.currency)"
        parts.append(
          """
          <rect x="\(x)" y="\(isAbove ? base - height : base)" width="\(Self.wide)" height="\(height)" fill="\(colour)" opacity="0.75"/>\
          <text x="\(x + Self.wide / 2)" y="\(isAbove ? base - height - 5 : base + height + 14)" text-anchor="middle" fill="\(colour)" \
          font-size="11">\(words)</text>
          """)
      }
    }
    return parts.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
      "\"", with: "&quot;")
  }
}
