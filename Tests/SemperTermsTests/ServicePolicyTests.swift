import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPreferences
import SemperTerms
import Testing

/// Services that nobody has evaluated cannot do any harm (paper, III.A, guarantee 3): a policy stands before purse, keys and archive.
@Suite struct ServicePolicyTests {
  private static let euro = Currency.euro
  private static let policy = ServicePolicy.cautious(euro)
  private static func euros(_ amount: Int64) -> Money { Money(minorUnits: amount * 100, euro) }

  /// Harmless terms: a purchase of content in one fair exchange.
  static func harmless() throws -> JSON {
    try Services.authored(
      CanonicalJSON.parse(
        Array(
          """
          {"items":{"contract":"semper-contract","course":"data(offer.content)","note":"document","offer":"semper-offer",
          "order":"semper-order","price":"money(offer.price)","receipt":"semper-receipt"},
          "forms":{"note":{"fields":{"text":{"most":100,"type":"text"}}}},
          "limits":{"maxDuration":"P60D","maxPrice":{"amount":"500.00","currency":"EUR"}},"service":"harmless",
          "start":"offering","states":{
          "offering":{"else":"end.nothing","from":"seller","phase":"offer","then":"ordering","transfer":"offer","within":"PT1H"},
          "ordering":{"else":"end.nothing","from":"buyer","phase":"order","then":"contracting","transfer":"order","within":"PT1H"},
          "contracting":{"exchange":[{"from":"seller","give":"contract"},{"from":"buyer","give":"contract"}],"failed":"end.nothing",
          "fair":"none","phase":"contract","then":"paying","within":"PT1H"},
          "paying":{"exchange":[{"from":"seller","give":"course+receipt"},{"from":"buyer","give":"price"}],"failed":"end.nothing",
          "fair":"strong","phase":"payment","then":"inspecting","window":"P2D","within":"P1D"},
          "inspecting":{"choose":"buyer","options":{"bad":"complaining","good":"end.done"},"phase":"service","timeout":"end.done",
          "within":"P14D"},
          "complaining":{"claims":["notAsAgreed"],"dispute":"arbiter","else":"end.unheard","phase":"service","then":"end.decided",
          "within":"P14D"}},"version":"1.0.0"}
          """.utf8)))
  }

  private static func verdict(
    _ terms: JSON, price: Money = euros(20), _ standing: ServiceStanding = .unevaluated
  ) throws -> Permission {
    guard let sound = try? TermsOfBusiness(authored: terms, seller: SigningKey().thumbprint) else {
      // Terms that cannot be read are refused before any policy is asked.
      return .deny("they cannot be read")
    }
    return policy.verdict(on: sound, price: price, standing: standing)
  }

  private static func denial(_ permission: Permission) -> String? {
    if case .deny(let reason) = permission { reason } else { nil }
  }

  struct Hostile: Sendable, CustomStringConvertible {
    let description: String
    let change: @Sendable (JSON) -> JSON

    init(_ description: String, _ changes: (String, JSON?)...) {
      self.description = description
      change = { terms in changes.reduce(terms) { $0.changing($1.0, to: $1.1) } }
    }
  }

  private static func transfer(_ item: String, _ side: String, then: String, otherwise: String = "end.nothing") -> JSON
  {
    .fields([
      "else": otherwise.json, "from": side.json, "phase": "payment".json, "then": then.json, "transfer": item.json,
      "within": "P1D".json,
    ])
  }

  static let hostile: [Hostile] = [
    Hostile("money for nothing", ("states.paying", transfer("price", "buyer", then: "end.done"))),
    Hostile(
      "money first, content later", ("states.paying", transfer("price", "buyer", then: "giving")),
      ("states.giving", transfer("course", "seller", then: "inspecting"))),
    Hostile("an exchange that is not fair", ("states.paying.fair", "none".json), ("states.paying.window", nil)),
    Hostile("money before the contract", ("states.ordering", transfer("price+order", "buyer", then: "contracting"))),
    Hostile(
      "money a second time", ("states.inspecting.options.good", "again".json),
      ("states.again", transfer("price", "buyer", then: "end.done"))),
    Hostile(
      "money for silence", ("states.inspecting.timeout", "again".json),
      ("states.again", transfer("price", "buyer", then: "end.done"))),
    Hostile("a deal without an end", ("states.inspecting.timeout", "ordering".json)),
    Hostile(
      "a wait of a hundred years", ("states.inspecting.within", "P36500D".json), ("limits.maxDuration", "P60D".json)),
    Hostile("a price above the limits", ("items.price", "money(offer.price + 1000.00 EUR)".json)),
    Hostile("a price that is counted in another currency", ("items.price", "money(10.00 USD)".json)),
    Hostile("a price that overflows", ("items.price", "money(offer.price * 9007199254740991)".json)),
    Hostile("an amount over a field that only the seller fills in later", ("items.price", "money(note.text)".json)),
    Hostile("an address", ("forms.order", .fields(["fields": .fields(["where": .fields(["type": "address".json])])]))),
    Hostile(
      "the buyer's own name",
      (
        "forms.order",
        .fields(["fields": .fields(["who": .fields(["fill": "name".json, "most": 50.json, "type": "text".json])])])
      )),
    Hostile(
      "an address with a purpose",
      ("forms.order", .fields(["fields": .fields(["where": .fields(["type": "address".json])])])),
      ("personal", .array([.fields(["field": "order.where".json, "keep": "P30D".json, "purpose": "delivery".json])]))),
    Hostile("a credential that names the buyer", ("requires", .fields(["buyer": .array(["identity-card".json])]))),
    Hostile("a claim of the seller's without an acceptance", ("states.complaining.claims", .array(["notPaid".json]))),
    Hostile(
      "a hearing in which the buyer can claim nothing it can show",
      ("states.complaining.claims", .array(["notAsAgreed".json])),
      ("states.contracting", transfer("note", "seller", then: "paying"))),
    Hostile("a state that nobody reaches", ("states.trap", transfer("price", "buyer", then: "end.done"))),
    Hostile("a way to nowhere", ("states.paying.then", "nowhere".json)),
    Hostile("an item from nowhere", ("states.offering.transfer", "gold".json)),
    Hostile("an order from the seller", ("states.ordering.from", "seller".json)),
    Hostile(
      "the seller's own choice to keep the money", ("states.paying", transfer("price", "buyer", then: "deciding")),
      (
        "states.deciding",
        .fields([
          "choose": "seller".json, "options": .fields(["deliver": "inspecting".json, "keep": "end.done".json]),
          "phase": "service".json, "timeout": "end.done".json, "within": "P1D".json,
        ])
      )),
    Hostile(
      "a refund of what was never paid", ("items.back", "refund(price)".json),
      ("states.inspecting.options.bad", "refunding".json), ("states.paying.failed", "refunding".json),
      ("states.refunding", transfer("back", "seller", then: "end.done"))),
    Hostile("a version that is none", ("version", "latest".json)),
    Hostile("an address to go to", ("display", .fields(["en": .fields(["title": "Go to http://a.example".json])]))),
    Hostile(
      "rounds beyond counting", ("states.inspecting.timeout", "offering".json),
      ("states.offering.repeat", .fields(["most": 1_000.json, "then": "end.nothing".json])),
      ("limits.maxDuration", "P9999D".json)),
    Hostile("a fair exchange of nothing for money", ("states.paying.exchange.0.give", "note".json)),
  ]

  @Test func harmlessTermsAreAskedAbout() throws {
    #expect(try Self.verdict(Self.harmless()) == .ask)
    #expect(Self.hostile.count >= 25)
  }

  @Test(arguments: hostile) func aHostileServiceIsDenied(_ service: Hostile) throws {
    let verdict = try Self.verdict(service.change(Self.harmless()))
    let reason = try #require(Self.denial(verdict), "\(verdict)")
    #expect(!reason.isEmpty)
  }

  @Test func whatNobodyHasEvaluatedIsForSmallAmounts() throws {
    #expect(try Self.verdict(Self.harmless(), price: Self.euros(50)) == .ask)
    let above = try #require(Self.denial(try Self.verdict(Self.harmless(), price: Self.euros(51))))
    #expect(above.contains("50.00 EUR"))
    #expect(Self.denial(try Self.verdict(Self.harmless(), price: Self.euros(501), .evaluated(.fair, by: "a"))) != nil)
    #expect(Self.denial(try Self.verdict(Self.harmless(), price: Money(minorUnits: 1, Currency(code: "USD")))) != nil)
  }

  /// Who has read terms may take part in what nobody has evaluated, but not in what is not sound, or above its own limits.
  @Test func termsThatTheOwnerHasReadAreStillLookedAt() throws {
    let told = try Self.harmless()
    #expect(try Self.denial(Self.verdict(told, price: Self.euros(60))) != nil)
    #expect(try Self.denial(Self.verdict(told, price: Self.euros(60), .accepted)) == nil)
    #expect(try Self.denial(Self.verdict(told, price: Self.euros(600), .accepted)) != nil)
    let endless = try Self.harmless().changing("start", to: .string("complaining"))
    #expect(try Self.denial(Self.verdict(endless, .accepted)) != nil)
  }

  @Test func anEvaluatorIsBelievedAndTheTermsAreStillLookedAt() throws {
    let address = try Self.harmless().changing(
      "forms.order", to: .fields(["fields": .fields(["where": .fields(["type": "address".json])])])
    ).changing(
      "personal", to: .array([.fields(["field": "order.where".json, "keep": "P30D".json, "purpose": "delivery".json])]))
    guard case .allow = try Self.verdict(address, price: Self.euros(400), .evaluated(.fair, by: "a")) else {
      Issue.record("fair terms are allowed")
      return
    }
    #expect(try Self.verdict(address, .evaluated(.cautions, by: "a")) == .ask)
    #expect(Self.denial(try Self.verdict(address, .evaluated(.unfair, by: "a"))) != nil)
    // Also an evaluator can err: terms under which the buyer has no way out are denied all the same.
    let trap = try Self.harmless().changing("states.paying", to: Self.transfer("price", "buyer", then: "end.done"))
    #expect(Self.denial(try Self.verdict(trap, .evaluated(.fair, by: "a"))) != nil)
  }

  @Test func thePolicySurvivesItsOwnJSON() throws {
    #expect(try ServicePolicy(canonicalBytes: Self.policy.canonicalBytes) == Self.policy)
  }
}
