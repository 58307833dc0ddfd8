import SemperCoding
import SemperTerms
import Testing

/// For each check a service that only this one catches: a sound service with one thing wrong.
@Suite struct TermsCheckTests {
  struct Row: Sendable, CustomStringConvertible {
    let check: CheckID
    let severity: Finding.Severity
    let what: String
    let change: @Sendable (JSON) -> JSON

    init(_ check: CheckID, _ severity: Finding.Severity, _ what: String, _ change: @escaping @Sendable (JSON) -> JSON) {
      self.check = check
      self.severity = severity
      self.what = what
      self.change = change
    }

    /// One member changed, or taken away.
    init(_ check: CheckID, _ severity: Finding.Severity, _ what: String, _ place: String, _ value: JSON?) {
      self.init(check, severity, what) { $0.changing(place, to: value) }
    }

    var description: String { "\(check.rawValue): \(what)" }
  }

  private static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON { .fields(members) }
  private static func list(_ names: String...) -> JSON { .array(names.map(\.json)) }

  static let rows: [Row] = [
    Row(.form, .error, "a state that leads nowhere", "states.ordering.then", "nirvana".json),
    Row(.form, .error, "an item that nobody declared", "states.shipping.transfer", "gold".json),
    Row(.form, .error, "an amount over a field that is not there", "items.price", "money(contract.sum)".json),
    Row(.form, .error, "a number where an amount is needed", "items.price", "money(count(order.lines))".json),
    Row(.form, .error, "a member that is spelt wrongly", "states.ordering.whithin", "P1D".json),
    Row(.form, .error, "goods in a fair exchange") { terms in
      terms.changing("states.paying.exchange.0.give", to: "parcel".json).changing(
        "states.shipping.transfer", to: "dispatch".json)
    },
    Row(
      .mover, .warning, "a choice that changes nothing", "states.undelivered.options",
      object(["claim": "hearing".json, "wait": "hearing".json])),
    Row(.mover, .error, "an item twice in one step", "states.shipping.transfer", "parcel+dispatch+dispatch".json),
    Row(.projections, .error, "an order from the seller", "states.ordering.from", "seller".json),
    Row(.time, .error, "a wait without an end", "states.shipping.within", nil),
    Row(.time, .error, "a round that goes on when it is exhausted", "states.undelivered.repeat.then", "shipping".json),
    Row(.time, .error, "a round without an end", "states.undelivered.repeat", nil),
    Row(.time, .error, "a deal longer than its limits", "limits.maxDuration", "P30D".json),
    Row(.wayOut, .error, "a lost parcel that nobody hears of") { terms in
      ["options.claim", "timeout", "repeat.then"].reduce(terms) {
        $0.changing("states.undelivered.\($1)", to: "end.done".json)
      }
    },
    Row(.commitment, .error, "money before the seller has signed") { terms in
      terms.changing("states.contracting.exchange.0.give", to: "dispatch".json).changing(
        "states.hearing.claims", to: list("paidTwice")
      )
      .changing("states.complaining.claims", to: list("neverOrdered"))
    },
    Row(
      .money, .error, "more than the limits", "limits.maxPrice",
      object(["amount": "1500.00".json, "currency": "EUR".json])),
    Row(.exposure, .error, "goods whose worth nobody knows", "items.parcel", "goods".json),
    Row(
      .evidence, .warning, "a claim without what shows it", "states.hearing.claims", list("notDelivered", "notAsAgreed")
    ),
    Row(.dispute, .warning, "a hearing of an hour", "states.hearing.within", "PT1H".json),
    Row(.dispute, .warning, "a hearing in which no ruling becomes final", "states.hearing.within", "P20D".json),
    Row(.privacy, .error, "an address for no purpose", "personal", nil),
    Row(.privacy, .error, "an address for ever", "personal.0.keep", "P9000D".json),
    Row(.consumer, .warning, "nothing about consumers", "consumer", nil),
    Row(.consumer, .error, "ten days to withdraw", "states.inspecting.within", "P10D".json),
    Row(.consumer, .error, "a withdrawal without acknowledgement", "states.withdrawing.receipt", nil),
    Row(.consumer, .error, "money that takes a month to come back", "states.refunding.within", "P30D".json),
    Row(.display, .error, "a state without a text") { $0.changing(["display", "en", "state.shipping"], to: nil) },
    Row(.display, .error, "an amount in a text") {
      $0.changing(["display", "en", "summary"], to: "Only 5 EUR today".json)
    },
    Row(.display, .error, "letters that pose as others") {
      $0.changing(["display", "en", "title"], to: "P\u{430}rcel".json)
    },
    Row(.confinement, .error, "a way out of the service") {
      $0.changing(["display", "en", "summary"], to: "See http://a.example".json)
    },
    Row(.confinement, .error, "a version that is none", "version", "newest".json),
  ]

  private func findings(_ row: Row) throws -> [Finding] {
    try TermsChecker.report(on: row.change(Services.authored(Services.sale()))).findings
  }

  @Test(arguments: rows) func onlyThisCheckCatchesIt(_ row: Row) throws {
    let findings = try findings(row)
    #expect(
      !findings.isEmpty && findings.allSatisfy { $0.check == row.check },
      "\(findings.map { "\($0.check.rawValue) \($0.place) \($0.message)" })")
    #expect(findings.map(\.severity).max() == row.severity)
    #expect(findings.allSatisfy { $0.message.hasSuffix(".") && Advice.isRemedy($0.fix) }, "\(findings.map(\.fix))")
  }

  private func report(_ change: (JSON) -> JSON) throws -> TermsReport {
    try TermsChecker.report(on: Services.authored(change(Services.sale())))
  }

  /// A part that may be more than the whole is wrong for the seller, and one that may be nothing for the buyer.
  @Test func aPartThatComesBackIsNotMoreThanTheWhole() throws {
    let larger = try report { $0.changing("items.refund", to: "refund(price, contract.total + 1.00 EUR)".json) }
    #expect(larger.findings.contains { $0.check == .money && $0.place == ["items", "refund"] })
    let smaller = try report { $0.changing("items.refund", to: "refund(price, percent(50, contract.total))".json) }
    #expect(!smaller.findings.contains { $0.check == .money } && smaller.findings.contains { $0.check == .wayOut })
    let twice = try report { $0.changing("states.refunding.then", to: "refunding".json) }
    #expect(twice.findings.contains { $0.check == .time })
  }

  /// A way that a bounded state names for one time too many is none where it can never be entered so often.
  @Test func aRoundThatNoDealCanTakeIsNone() throws {
    func isEndless(_ change: (JSON) -> JSON) throws -> Bool {
      let once = JSON.fields(["most": 1.json, "then": "ordering".json])
      return try report { change($0.changing("states.refunding.repeat", to: once)) }
        .findings.contains { $0.message.contains("round for ever") }
    }
    #expect(try !isEndless { $0 })
    #expect(try isEndless { $0.changing("states.refunding.then", to: "refunding".json) })
  }

  /// A version that is worse for the buyer says so.
  @Test func aNewVersionThatIsWorseForTheBuyerSaysSo() throws {
    let before = try Services.authored(Services.sale())
    func findings(_ version: String, _ change: (JSON) -> JSON = { $0 }) throws -> [Finding] {
      let after = try Services.authored(change(Services.sale()).changing("version", to: version.json))
      return try TermsChecker.report(on: after, after: before).findings
    }
    #expect(try findings("1.1.0").isEmpty)
    #expect(try findings("1.0.0").map(\.check) == [.compatibility])
    let worse: [(String, JSON?)] = [
      ("states.inspecting.options.keep", nil), ("states.shipping.within", "P21D".json),
      ("personal.0.keep", "P200D".json),
      ("states.hearing.claims", .array(["notDelivered".json])), ("states.paying.window", "P1D".json),
      ("states.browsing.anonymous", nil), ("limits.maxPrice", "2100.00 EUR".json),
    ]
    for (place, value) in worse {
      let minor = try findings("1.1.0") { $0.changing(place, to: value) }.filter { $0.check == .compatibility }
      #expect(!minor.isEmpty && minor.allSatisfy { $0.severity == .error && Advice.isRemedy($0.fix) }, "\(place)")
      let major = try findings("2.0.0") { $0.changing(place, to: value) }.filter { $0.check == .compatibility }
      #expect(!major.isEmpty && major.allSatisfy { $0.severity == .note }, "\(place)")
    }
    let better = try findings("1.1.0") { $0.changing("states.inspecting.within", to: "P30D".json) }
    #expect(better.isEmpty)
  }

  /// Whatever an author writes, the checker ends, and says something or has nothing to say.
  @Test func hostileTermsEndInFindings() throws {
    let hostile: [(String, JSON?)] = [
      ("limits.maxPrice", "0.00 EUR".json), ("states", .object(JSONObject([]))), ("items", .object(JSONObject([]))),
      ("states.shipping.repeat", .fields(["most": 1_000.json, "then": "shipping".json])), ("start", "".json),
      ("forms.contract.fields.total.most", .integer(9_007_199_254_740_991)), ("display", .fields(["en": .array([])])),
      ("states.ordering.within", "P99999999999D".json),
      ("items.price", "money(((((((((((((((((((1)))))))))))))))))))".json),
      ("states.inspecting.options", .fields(["a": .fields(["if": "not not not true".json, "then": "end.done".json])])),
    ]
    for (place, value) in hostile {
      do {
        let report = try report { $0.changing(place, to: value) }
        #expect(!report.findings.isEmpty, "\(place)")
        #expect(report.findings.allSatisfy { Advice.isRemedy($0.fix) }, "\(place): \(report.findings.map(\.fix))")
      } catch is CodingError {}
    }
    #expect(throws: CodingError.self) { try TermsChecker.report(on: .array([])) }
  }
}
