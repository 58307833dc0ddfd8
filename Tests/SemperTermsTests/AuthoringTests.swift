import SemperCoding
import SemperModel
import SemperTerms
import SemperTermsYAML
import Testing

/// What an author writes, and what is published of it.
@Suite struct AuthoringTests {
  private func yaml(_ text: String) throws -> JSON { try YAMLDocument(text).json }

  @Test func anExtensionIsItsBaseWithWhatItChanges() throws {
    let base = try yaml(
      """
      service: base
      version: 1.0.0
      parameters: { window: P7D, most: 3 }
      states:
        paying: { exchange: [], window: $window, fair: strong }
        waiting: { pause: P1D, repeat: { most: $most, then: end.done } }
      """)
    let extended = try yaml(
      """
      extends: base
      service: mine
      version: 2.0.0
      set: { window: P14D }
      states:
        paying: { fair: none }
        waiting: null
        asking: { choose: buyer, options: { yes: end.done } }
      """)
    let authored = try AuthoredTerms(extended) { name in
      #expect(name == "base")
      return base
    }.json
    #expect(authored["service"] == "mine".json && authored["states"]?["paying"]?["window"] == "P14D".json)
    #expect(authored["states"]?["paying"]?["fair"] == "none".json && authored["states"]?["waiting"] == nil)
    #expect(authored["states"]?["asking"]?["options"]?["yes"] == "end.done".json)
    #expect(authored["base"]?["service"] == "base".json && authored["base"]?["digest"] != nil)
    #expect(authored["extends"] == nil && authored["parameters"] == nil && authored["set"] == nil)
  }

  @Test func whatLeadsNowhereIsRefusedWithItsPlace() throws {
    let base = try yaml("{ service: base, version: 1.0.0, parameters: { window: P7D }, states: {} }")
    func refusal(_ text: String) throws -> CodingError? {
      let written = try yaml(text)
      return #expect(throws: CodingError.self) { try AuthoredTerms(written) { _ in base } }
    }
    #expect(try refusal("{ extends: base, set: { windwo: P1D } }")?.message.contains("did you mean “window”") == true)
    #expect(try refusal("{ states: { paying: { window: $window } } }")?.place == ["states", "paying", "window"])
    #expect(try refusal("{ items: { price: money(1 +) } }")?.place == ["items", "price"])
    // A service that extends itself, for ever.
    let circle = try yaml("{ extends: base, service: a }")
    #expect(throws: CodingError.self) { try AuthoredTerms(circle) { _ in circle } }
  }

  /// YAML 1.1 reads `no` as false and `1.10` as a number; nobody who writes terms means that.
  @Test func plainWordsStayWords() throws {
    let json = try yaml(
      "{ no: yes, version: 1.10, time: 12:30, on: off, whole: 7, flag: true, nothing: ~, quoted: '7' }")
    #expect(json["no"] == "yes".json && json["version"] == "1.10".json && json["time"] == "12:30".json)
    #expect(
      json["on"] == "off".json && json["whole"] == 7.json && json["flag"] == true.json && json["quoted"] == "7".json)
    #expect(json["nothing"] == .null)
  }

  @Test func faultsHaveTheirLineAndColumn() throws {
    let document = try YAMLDocument("service: a\nstates:\n  paying:\n    within: P1D\n")
    #expect(document.mark(of: ["states", "paying", "within"]) == YAMLDocument.Mark(line: 4, column: 5))
    #expect(document.mark(of: ["states", "paying", "gone"])?.line == 3)
    let doubled = #expect(throws: YAMLFault.self) { try YAMLDocument("a: 1\nb: 2\na: 3\n") }
    #expect(doubled?.message.contains("a") == true)
    #expect(throws: YAMLFault.self) { try YAMLDocument("a: [1, 2") }
    #expect(throws: YAMLFault.self) { try YAMLDocument("") }
    #expect(throws: YAMLFault.self) { try YAMLDocument("? [a, b]\n: 1\n") }
  }

  /// Nine anchors that double what they name: a file of a few lines that would be read as millions.
  @Test func aliasesAreCountedEachTime() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 {
      let before = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(before)]\n"
    }
    #expect(throws: YAMLFault.self) { try YAMLDocument(text) }
  }

  /// The bytes that are published do not depend on how somebody writes the same.
  @Test func twoSpellingsArePublishedAsOne() throws {
    func digest(_ amount: String, _ price: String) throws -> [UInt8] {
      let terms = try Services.sale().changing("items.price", to: amount.json).changing(
        "limits.maxPrice", to: price.json)
      return CanonicalJSON.encode(try Services.authored(terms))
    }
    #expect(
      try digest("money(contract.total+0.00 EUR)", "2000.00 EUR")
        == digest("money( contract.total  + 0.00 EUR )", "2000.00 EUR"))
  }

  /// What is wrong with the value of a parameter is told where its author wrote it, with the place where it is used.
  @Test func faultsOfParametersStandWhereTheyAreSet() throws {
    let base = try Services.sale().changing(
      "parameters", to: yaml("{ delivery: P14D, most: 2000.00 EUR, claims: [late] }")
    )
    .changing("states.shipping.within", to: "$delivery".json).changing("limits.maxPrice", to: "$most".json)
    .changing("states.hearing.claims", to: "$claims".json)
    func places(_ text: String) throws -> [Finding] {
      let authored = try AuthoredTerms(yaml(text)) { _ in base }
      return try TermsChecker.report(on: authored.json).findings.map(authored.located)
    }
    func mine(_ members: String) -> String { "{ extends: sale, service: mine, version: 1.0.0, \(members) }" }
    let set = try places(mine("set: { delivery: 14 }"))
    #expect(set.map(\.place) == [["set", "delivery"]], "\(set)")
    #expect(set.first?.message.contains("“delivery”, used at states.shipping.within.") == true, "\(set)")
    #expect(try places(mine("set: { claims: [late, luck] }")).map(\.place) == [["set", "claims", "1"]])
    // A check of what the terms do, not of their shape.
    let slow = try places(mine("set: { delivery: P40D }")).filter { $0.check == .consumer }
    #expect(slow.map(\.place) == [["set", "delivery"]], "\(slow)")
    // What the author writes over it is the author's, and stands where it is written.
    let own = try places(mine("set: { delivery: P3D }, states: { shipping: { within: 14 } }"))
    #expect(own.map(\.place) == [["states", "shipping", "within"]], "\(own)")
    let gone = try places(mine("states: { shipping: { within: null } }"))
    #expect(gone.map(\.place) == [["states", "shipping", "within"]], "\(gone)")
    // What cannot be read at all.
    let refusal = #expect(throws: CodingError.self) { try places(mine("set: { most: plenty }")) }
    #expect(refusal?.place == ["set", "most"] && refusal?.message.contains("used at limits.maxPrice") == true)
  }

  /// Parameters of the author's own, inside expressions, and through a service between.
  @Test func faultsOfParametersAreFoundThroughAllLayers() throws {
    let base = try Services.sale().changing("parameters", to: yaml("{ delivery: P14D, most: 9.00 EUR }"))
      .changing("states.shipping.within", to: "$delivery".json)
      .changing("items.price", to: "money(smaller(contract.total, $most))".json)
    func places(_ text: String, _ middle: String = "{ extends: sale, service: b, version: 1.0.0 }") throws -> [Finding]
    {
      let middle = try yaml(middle)
      let authored = try AuthoredTerms(yaml(text)) { $0 == "middle" ? middle : base }
      return try TermsChecker.report(on: authored.json).findings.map(authored.located)
    }
    let head = "service: mine, version: 1.0.0"
    let own = try places("{ extends: sale, \(head), parameters: { days: 3 }, set: { delivery: $days } }")
    #expect(own.map(\.place) == [["parameters", "days"]], "\(own)")
    let inside = try places("{ extends: sale, \(head), set: { most: 9 } }").filter { $0.check == .form }
    #expect(inside.map(\.place) == [["set", "most"]], "\(inside)")
    let written = try places(
      "{ extends: sale, \(head), parameters: { few: 9 }, items: { price: 'money(smaller(contract.total, $few))' } }"
    ).filter { $0.check == .form }
    #expect(written.map(\.place) == [["items", "price"]], "\(written)")
    let inherited = try places(
      "{ extends: middle, \(head) }", "{ extends: sale, service: b, version: 1.0.0, set: { delivery: 3 } }")
    #expect(inherited.map(\.place) == [["extends"]], "\(inherited)")
    #expect(
      inherited.first?.message.contains("of the service that is extended, used at states.shipping.within") == true)
  }

  @Test func parametersStandInExpressionsAndBounds() throws {
    let written = try yaml(
      """
      parameters: { most: 20.00 EUR, share: 19 }
      items: { price: "money(smaller(order.price, $most))", tax: "money(percent($share, order.price))" }
      forms: { order: { fields: { price: { type: money, most: $most } } } }
      """)
    let authored = try AuthoredTerms(written) { _ in written }.json
    #expect(authored["items"]?["price"] == "money(smaller(order.price, 20.00 EUR))".json)
    #expect(authored["items"]?["tax"] == "money(percent(19, order.price))".json)
    #expect(authored["forms"]?["order"]?["fields"]?["price"]?["most"] == 2_000.json)
  }
}
