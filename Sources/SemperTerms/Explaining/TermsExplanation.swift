public import SemperCoding
import SemperModel
public import SemperTrustedUI

/// Terms of business in plain language, for whoever is to take part: what can happen, how long it takes, what one may lose.
///
/// What belongs to the service comes from its display texts, which are signed with it; all else is Semper's own words.
public struct TermsExplanation: Sendable {
  private let view: TermsView
  private let exposure: [TermsReport.Exposure]
  private let longest: Span?
  private let texts: Texts
  private let display: DisplayTexts?

  private static let wording = Wording(of: .module)

  /// Refuses terms that do not pass the form check.
  public init(_ authored: JSON, in language: Language) throws(CodingError) {
    let terms = try TermsOfBusiness(authored: authored, seller: TermsChecker.nobody)
    view = TermsView(terms)
    if let wrong = FormCheck(view: view).references().first {
      throw CodingError(.outOfRange, wrong.message, at: wrong.place)
    }
    let exploration = TermsExploration(TermsRules(view))
    exposure = ExposureCheck(view: view).table(exploration)
    longest = TimeCheck(view: view).longest()
    texts = Self.wording[language]
    display = terms.displays.spoken(in: language.rawValue)
  }

  /// Of terms that a seller has signed.
  public init(of terms: TermsOfBusiness, in language: Language) throws(CodingError) {
    try self.init(terms.authored, in: language)
  }

  private var terms: TermsOfBusiness { view.terms }
  private var unlimited: String { "∞" }

  /// The lines of the explanation; a state begins with its number.
  public var lines: [String] {
    var lines = [
      texts(
        TermsText.header, ["title": label("title", terms.service), "service": terms.service, "version": terms.version])
    ]
    if let summary = display?["summary"] { lines.append(summary.text) }
    lines.append("")
    lines += header
    lines += ["", texts(TermsText.course)]
    let states = view.graph.reached.filter { !TermsOfBusiness.isEnd($0) }
    for (number, name) in states.enumerated() {
      guard let state = terms.state(name) else { continue }
      lines.append("\(number + 1). \(label("state.\(name)", name))")
      lines += sentences(state).map { "   " + $0 }
    }
    return lines
  }

  private var header: [String] {
    var lines = [String]()
    if let worst = exposure.max(by: { $0.buyer.minorUnits < $1.buyer.minorUnits }), worst.buyer.minorUnits > 0 {
      lines.append(texts(TermsText.headerExposure, ["amount": texts.price(worst.buyer), "state": title(worst.state)]))
    } else {
      lines.append(texts(TermsText.headerSafe))
    }
    if terms.items.contains(where: \.form.isMoney) {
      lines.append(texts(TermsText.headerHighest, ["amount": texts.price(terms.limits.highestPrice)]))
    }
    lines.append(texts(TermsText.headerLongest, ["duration": longest.map(texts.days) ?? unlimited]))
    switch terms.consumer?.withdrawal {
    case .state(let name): lines.append(texts(TermsText.withdraw, ["state": title(name)]))
    case .exempt(let reason):
      lines.append(texts(TermsText.exempt, ["reason": texts.text("terms.exempt.\(reason.rawValue)")]))
    case nil: break
    }
    for side in DealSide.allCases {
      guard let types = side == .buyer ? terms.requirements?.buyer : terms.requirements?.seller, !types.isEmpty else {
        continue
      }
      lines.append(texts(TermsText.requires, ["side": begins(side), "credentials": types.joined(separator: ", ")]))
    }
    lines += terms.personal.map { datum in
      texts(
        TermsText.personal,
        [
          "field": label("field.\(datum.field)", datum.field.field), "duration": texts.days(datum.keep),
          "purpose": texts.text("terms.purpose.\(datum.purpose.rawValue)"),
        ])
    }
    if terms.personal.isEmpty { lines.append(texts(TermsText.personalNone)) }
    return lines
  }

  private func sentences(_ state: TermsState) -> [String] {
    var lines = [String]()
    let duration = texts.days(state.within)
    switch state.step {
    case .transfer(let items, let from):
      lines.append(texts(TermsText.transfer, ["side": begins(from), "items": names(items), "duration": duration]))
      if state.receipt { lines.append(texts(TermsText.transferReceipt)) }
      if state.anonymous { lines.append(texts(TermsText.anonymous)) }
    case .exchange(_, let fair, let window):
      lines.append(
        texts(
          fair == .strong ? TermsText.exchangeFair : .exchangePlain,
          [
            "buyer": names(state.items(from: .buyer)), "seller": names(state.items(from: .seller)),
            "duration": duration,
            "window": window.map(texts.days) ?? "",
          ]))
    case .choose(let side, let options):
      lines.append(texts(TermsText.choose, ["side": begins(side), "duration": duration]))
      let name = view.terms.states.first { $0.state == state }?.name ?? ""
      lines += options.map { option in
        "– "
          + texts(
            TermsText.option,
            ["option": label("option.\(name).\(option.name)", option.name), "target": title(option.target)])
      }
    case .branch(let cases):
      let targets = (cases.map(\.target) + [state.otherwise]).map(title)
      lines.append(texts(TermsText.branch, ["targets": targets.joined(separator: ", ")]))
    case .dispute(let claims):
      let words = claims.map { texts.text("terms.claim.\($0.rawValue)") }
      lines.append(texts(TermsText.dispute, ["duration": duration, "claims": words.joined(separator: ", ")]))
    case .pause: lines.append(texts(TermsText.pause, ["duration": duration]))
    }
    if state.payFirst { lines.append(texts(TermsText.payFirst)) }
    return lines + ways(state)
  }

  private func ways(_ state: TermsState) -> [String] {
    var lines = [String]()
    if let then = state.then { lines.append(texts(TermsText.then, ["target": title(then)])) }
    switch state.step {
    case .transfer, .exchange, .choose, .dispute:
      lines.append(texts(TermsText.otherwise, ["target": title(state.otherwise)]))
    case .branch, .pause: break
    }
    if let repetition = state.repetition {
      lines.append(
        texts(TermsText.repetition, ["count": texts.number(Int64(repetition.most)), "target": title(repetition.then)]))
    }
    return lines
  }

  private func begins(_ side: DealSide) -> String { texts(side == .buyer ? TermsText.buyerBegins : .sellerBegins) }
  private func names(_ items: [String]) -> String { items.map { label("item.\($0)", $0) }.joined(separator: ", ") }
  /// A state by its number in the course, an end by what it is called.
  private func title(_ name: String) -> String {
    guard !TermsOfBusiness.isEnd(name) else {
      let words = label(name, name)
      return texts(TermsText.end, ["end": words.hasSuffix(".") ? String(words.dropLast()) : words])
    }
    let states = view.graph.reached.filter { !TermsOfBusiness.isEnd($0) }
    return texts(TermsText.step, ["number": texts.number(Int64((states.firstIndex(of: name) ?? 0) + 1))])
  }
  private func label(_ key: String, _ fallback: String) -> String { display?[key]?.text ?? fallback }
}

extension Texts {
  /// In days where it is longer than two, rounded up.
  fileprivate func days(_ span: Span) -> String {
    duration(span.seconds > 2 * 86_400 ? Span(seconds: (span.seconds + 86_399) / 86_400 * 86_400) : span)
  }
}
