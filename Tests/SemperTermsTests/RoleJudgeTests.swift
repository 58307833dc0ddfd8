import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// A role answers for its owner exactly within what it names: what, for whom, how much, and for how long (paper, III.A).
@Suite struct RoleJudgeTests {
  private static let noon = Timestamp(seconds: 20_000 * 86_400 + 43_200)
  private static let shop = SigningKey().thumbprint
  private static let terms = Digest(plain: [1])
  static let here = RoleSubject(terms: terms, shop: shop)

  private static func after(_ seconds: Int64) -> Timestamp { Timestamp(seconds: noon.seconds + seconds) }
  private static func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, .euro) }

  /// A role, unlocked for eight hours at noon, with what was counted in one deal.
  private struct Desk {
    let role: CapabilityRole
    var tally = RoleTally()
    var deals: [Int: RoleDealTally] = [:]

    init(_ role: CapabilityRole, isUnlocked: Bool = true) throws {
      self.role = role
      if isUnlocked { try tally.unlock(for: Span(seconds: 8 * 3_600), at: noon) }
    }

    /// The verdict, counted where it is a yes.
    mutating func ask(
      _ needs: RoleNeed..., for subject: RoleSubject = here, deal: Int = 1, turn: Int = 0, after seconds: Int64 = 1
    ) -> RoleShortfall? {
      let act = RoleAct(for: subject, turn: turn, needs: needs)
      switch RoleJudge(role, tally, deal: deals[deal]).verdict(on: act, at: RoleJudgeTests.after(seconds)) {
      case .suffices(let after, let counted, _):
        tally = after
        if let counted { deals[deal] = counted }
        return nil
      case .fallsShort(let shortfall): return shortfall
      }
    }
  }

  private static func role(
    _ audience: RoleAudience? = nil, deal: Int64 = 20_00, day: Int64 = 50_00, gives: JSONObject = JSONObject([]),
    shows: [String] = [], chooses: [String] = [], signs: Bool = false
  ) throws -> CapabilityRole {
    try CapabilityRole(
      name: "books", audience: audience ?? RoleAudience(shop: shop), orders: true,
      pays: RoleAllowance(perDeal: euros(deal), perDay: euros(day)), gives: gives, shows: shows, chooses: chooses,
      signs: signs)
  }

  // MARK: For how long

  @Test func aRoleIsLockedAtFirstAndAfterItsTime() throws {
    var locked = try Desk(Self.role(), isUnlocked: false)
    #expect(locked.ask(.order) == .locked)
    var desk = try Desk(Self.role())
    #expect(desk.ask(.order, after: 0) == nil)
    #expect(desk.ask(.order, after: 8 * 3_600 - 1) == nil)
    #expect(desk.ask(.order, after: 8 * 3_600) == .locked)
    try desk.tally.unlock(for: Span(seconds: 60), at: Self.after(9 * 3_600))
    #expect(desk.ask(.order, after: 9 * 3_600 + 59) == nil)
    desk.tally.lock()
    #expect(desk.ask(.order, after: 9 * 3_600 + 59) == .locked)
  }

  @Test func aRoleIsNotUnlockedForGood() throws {
    var tally = RoleTally()
    for seconds in [0, 30 * 86_400 + 1] as [Int64] {
      let refusal = #expect(throws: Refusal.self) { try tally.unlock(for: Span(seconds: seconds), at: Self.noon) }
      #expect(refusal?.code == .limitExceeded && refusal?.blame == .us)
    }
    #expect(tally.shortfall(at: Self.noon) == .locked)
    try tally.unlock(for: Span(seconds: 30 * 86_400), at: Self.noon)
    #expect(tally.shortfall(at: Self.after(30 * 86_400 - 1)) == nil)
  }

  /// Whoever sets the clock back gets neither more time nor another day's money.
  @Test func aClockThatIsSetBackLocks() throws {
    var desk = try Desk(Self.role())
    #expect(desk.ask(.order, .reserve(Self.euros(20_00)), after: 3_600) == nil)
    #expect(desk.ask(.order, after: 3_600 - 60) == nil)
    #expect(desk.ask(.order, after: 3_600 - 61) == .clock)
    #expect(desk.ask(.order, .reserve(Self.euros(20_00)), deal: 2, after: -86_400) == .clock)
    // Unlocked on the day before, what was paid tomorrow counts today.
    try desk.tally.unlock(for: Span(seconds: 3_600), at: Self.after(-86_400))
    #expect(desk.tally.spent(at: Self.after(-86_400), in: .euro) == Self.euros(20_00))
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 2, after: -86_399) == nil)
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 3, after: -86_399) == .aboveDay(Self.euros(10_00)))
    #expect(desk.tally.spent(at: Self.after(0), in: .euro) == Self.euros(0), "the day that was set back to has ended")
  }

  // MARK: How much

  @Test func aDealIsPaidUpToItsSum() throws {
    var desk = try Desk(Self.role())
    #expect(desk.ask(.order, .reserve(Self.euros(20_01))) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.ask(.order, .reserve(Self.euros(20_00))) == nil)
    // What is paid is taken from what was set aside, step by step; the same step counts once, by its larger sum.
    #expect(desk.ask(.pay(Self.euros(12_00)), turn: 1) == nil && desk.ask(.pay(Self.euros(12_00)), turn: 1) == nil)
    #expect(desk.tally.spent(at: Self.after(1), in: .euro) == Self.euros(20_00))
    #expect(desk.ask(.pay(Self.euros(8_01)), turn: 2) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.ask(.pay(Self.euros(8_00)), turn: 2) == nil)
    #expect(desk.ask(.pay(Self.euros(1)), turn: 3) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.ask(.pay(Self.euros(8_01)), turn: 2) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.tally.spent(at: Self.after(1), in: .euro) == Self.euros(20_00))
  }

  @Test func whatGoesBeyondWhatWasSetAsideCountsAnew() throws {
    var desk = try Desk(Self.role(deal: 40_00, day: 50_00))
    #expect(desk.ask(.reserve(Self.euros(10_00))) == nil)
    #expect(desk.ask(.pay(Self.euros(9_00)), turn: 1) == nil && desk.ask(.pay(Self.euros(9_00)), turn: 2) == nil)
    #expect(desk.tally.spent(at: Self.after(1), in: .euro) == Self.euros(18_00))
    // Two amounts in one step are a sum.
    #expect(desk.ask(.pay(Self.euros(10_00)), .pay(Self.euros(12_01)), turn: 3) == .aboveDeal(Self.euros(40_00)))
    #expect(desk.ask(.pay(Self.euros(10_00)), .pay(Self.euros(12_00)), turn: 3) == nil)
    // A smaller amount for the same step gives nothing back.
    #expect(desk.ask(.pay(Self.euros(1_00)), turn: 3) == nil)
    #expect(desk.tally.spent(at: Self.after(1), in: .euro) == Self.euros(40_00))
  }

  @Test func aDayHasOneSumForAllDeals() throws {
    var desk = try Desk(Self.role())
    for deal in 1...2 { #expect(desk.ask(.reserve(Self.euros(20_00)), deal: deal) == nil) }
    #expect(desk.ask(.reserve(Self.euros(10_01)), deal: 3) == .aboveDay(Self.euros(10_00)))
    #expect(desk.ask(.reserve(Self.euros(10_00)), deal: 3) == nil)
    #expect(desk.ask(.reserve(Self.euros(1)), deal: 4) == .aboveDay(Self.euros(0)))
    // What was counted is not counted again.
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 1) == nil)
    // The last second of the day, and the first of the next.
    try desk.tally.unlock(for: Span(seconds: 86_400), at: Self.after(2))
    #expect(desk.ask(.reserve(Self.euros(1)), deal: 4, after: 43_199) == .aboveDay(Self.euros(0)))
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 4, after: 43_200) == nil)
    #expect(desk.tally.spent(at: Self.after(43_200), in: .euro) == Self.euros(20_00))
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 5, after: 43_201) == nil)
    #expect(desk.ask(.reserve(Self.euros(20_00)), deal: 6, after: 43_201) == .aboveDay(Self.euros(10_00)))
  }

  @Test func otherMoneyAndSumsBeyondCountingAreNotPaid() throws {
    var desk = try Desk(Self.role())
    #expect(desk.ask(.pay(Money(minorUnits: 1, try Currency(code: "USD")))) == .otherCurrency)
    #expect(desk.ask(.pay(Self.euros(.max)), .pay(Self.euros(.max))) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.ask(.pay(Self.euros(-5_00)), turn: 1) == .aboveDeal(Self.euros(20_00)))
    #expect(desk.ask(.reserve(Self.euros(-5_00))) == .aboveDeal(Self.euros(20_00)))
    let unpaid = try CapabilityRole(name: "orders", audience: RoleAudience(shop: Self.shop), orders: true)
    var other = try Desk(unpaid)
    #expect(other.ask(.order, .reserve(Self.euros(1))) == .doesNotPay && other.ask(.order) == nil)
    #expect(throws: CodingError.self) { try RoleAllowance(perDeal: Self.euros(0), perDay: Self.euros(1)) }
    #expect(throws: CodingError.self) {
      try RoleAllowance(perDeal: Self.euros(1), perDay: Money(minorUnits: 1, Currency(code: "USD")))
    }
  }

  // MARK: What

  @Test func nothingIsAllowedThatIsNotNamed() throws {
    let gives = JSONObject([("address", .array(["1 Road".json])), ("order.quantity", .integer(1))])
    let named = try Self.role(gives: gives, shows: ["member"], chooses: ["good", "late"], signs: true)
    var desk = try Desk(named)
    #expect(desk.ask() == .nothing)
    #expect(desk.ask(.give(FieldPath("order", "where"), entry: "address")) == nil)
    #expect(desk.ask(.give(FieldPath("order", "quantity"), entry: nil)) == nil)
    #expect(desk.ask(.give(FieldPath("order", "address"), entry: nil)) == .field("order.address"))
    #expect(desk.ask(.give(FieldPath("note", "quantity"), entry: "birthday")) == .field("note.quantity"))
    #expect(desk.ask(.show("member")) == nil && desk.ask(.show("identity")) == .credential("identity"))
    #expect(desk.ask(.choose(["bad", "good"])) == nil && desk.ask(.choose(["bad"])) == .otherOptions)
    #expect(desk.ask(.sign) == nil)
    // One thing that is not named is enough to ask.
    #expect(desk.ask(.order, .reserve(Self.euros(1)), .show("identity")) == .credential("identity"))

    var bare = try Desk(CapabilityRole(name: "bare", audience: RoleAudience(shop: Self.shop), chooses: ["good"]))
    #expect(bare.ask(.order) == .doesNotOrder && bare.ask(.sign) == .doesNotSign)
    #expect(bare.ask(.pay(Self.euros(1))) == .doesNotPay)
    let act = RoleAct(for: Self.here, needs: [.choose(["late", "good"])])
    guard case .suffices(_, _, let option) = RoleJudge(named, desk.tally, deal: nil).verdict(on: act, at: Self.after(1))
    else {
      Issue.record("it is named")
      return
    }
    #expect(option == "good", "the one that its owner likes best, not the one that the terms put first")
  }

  // MARK: For whom

  @Test func aRoleIsForItsAudienceOnly() throws {
    let (evaluator, stranger) = (SigningKey().thumbprint, SigningKey().thumbprint)
    func ask(_ audience: RoleAudience, _ subject: RoleSubject) throws -> RoleShortfall? {
      var desk = try Desk(Self.role(audience))
      return desk.ask(.order, for: subject)
    }
    func subject(_ grade: Grade?, _ says: [Thumbprint: Grade] = [:], isWorse: Bool = false) -> RoleSubject {
      RoleSubject(terms: Self.terms, shop: Self.shop, grade: grade, evaluators: says, isWorse: isWorse)
    }
    #expect(try ask(RoleAudience(shop: Self.shop), Self.here) == nil)
    #expect(try ask(RoleAudience(shop: stranger), Self.here) == .otherShop)
    #expect(try ask(RoleAudience(terms: Self.terms), Self.here) == nil)
    #expect(try ask(RoleAudience(terms: Digest(plain: [2])), Self.here) == .otherTerms)
    #expect(try ask(RoleAudience(terms: Self.terms), RoleSubject(terms: nil, shop: Self.shop)) == .otherTerms)
    // All that is named has to hold.
    #expect(try ask(RoleAudience(terms: Self.terms, shop: stranger), Self.here) == .otherShop)

    let fair = try RoleAudience(worst: .fair)
    #expect(try ask(fair, subject(.fair)) == nil && ask(fair, subject(nil)) == .notEvaluated)
    #expect(try ask(fair, subject(.cautions)) == .notEvaluated)
    #expect(try ask(RoleAudience(worst: .cautions), subject(.cautions)) == nil)
    #expect(try ask(RoleAudience(worst: .cautions), subject(.unfair)) == .notEvaluated)
    let by = try RoleAudience(worst: .fair, evaluator: evaluator)
    #expect(try ask(by, subject(.fair, [evaluator: .fair])) == nil)
    #expect(try ask(by, subject(.fair, [stranger: .fair])) == .notEvaluated)
    #expect(try ask(by, subject(.fair, [evaluator: .cautions])) == .notEvaluated)
    // Worse terms than before are a new decision, unless the role names these very terms.
    #expect(try ask(RoleAudience(shop: Self.shop), subject(.fair, isWorse: true)) == .worse)
    #expect(try ask(RoleAudience(terms: Self.terms), subject(.fair, isWorse: true)) == nil)
    // A role that would do but for its lock is told so; one for others is not.
    var locked = try Desk(Self.role(RoleAudience(shop: stranger)), isUnlocked: false)
    #expect(locked.ask(.order) == .otherShop)
  }

  @Test func whatIsNoRoleIsRefused() throws {
    let audience = try RoleAudience(shop: Self.shop)
    #expect(throws: CodingError.self) { try RoleAudience() }
    #expect(throws: CodingError.self) { try RoleAudience(worst: .unfair) }
    #expect(throws: CodingError.self) { try RoleAudience(shop: Self.shop, evaluator: Self.shop) }
    #expect(throws: CodingError.self) { try CapabilityRole(name: "nothing", audience: audience) }
    for name in ["", "-a", "a b", String(repeating: "a", count: 41)] {
      #expect(throws: CodingError.self) { try CapabilityRole(name: name, audience: audience, orders: true) }
    }
    #expect(throws: CodingError.self) {
      try CapabilityRole(name: "a", audience: audience, shows: (0...64).map { "type\($0)" })
    }
    let many = JSONObject((0...64).map { ("entry\($0)", .null) })
    #expect(throws: CodingError.self) { try CapabilityRole(name: "a", audience: audience, gives: many) }
    let large = JSONObject([("address", String(repeating: "a", count: 16 << 10).json)])
    #expect(throws: CodingError.self) { try CapabilityRole(name: "a", audience: audience, gives: large) }
    #expect(throws: CodingError.self) {
      try CapabilityRole(name: "a", audience: audience, gives: JSONObject([("a.b.c", .null)]))
    }
  }

  @Test func rolesAndTalliesSurviveTheirOwnJSON() throws {
    var desk = try Desk(Self.role(gives: JSONObject([("address", "1 Road".json)]), chooses: ["good"], signs: true))
    #expect(desk.ask(.reserve(Self.euros(5_00))) == nil && desk.ask(.pay(Self.euros(6_00)), turn: 3) == nil)
    #expect(try CapabilityRole(canonicalBytes: desk.role.canonicalBytes) == desk.role)
    #expect(try RoleTally(canonicalBytes: desk.tally.canonicalBytes) == desk.tally)
    let deal = try #require(desk.deals[1])
    #expect(try RoleDealTally(canonicalBytes: deal.canonicalBytes) == deal)
  }

  // MARK: Against hostile services

  /// Whatever a hostile service asks for, in whatever order and however often: a role that is unlocked for its very shop pays no more
  /// than its sums, tells nothing and shows nothing that it does not name; one for other terms, or for what was evaluated, does nothing.
  @Test(arguments: ServicePolicyTests.hostile) func aHostileServiceGetsNothingBeyondARole(
    _ service: ServicePolicyTests.Hostile
  ) throws {
    guard
      let terms = try? TermsOfBusiness(
        authored: service.change(ServicePolicyTests.harmless()), seller: SigningKey().thumbprint)
    else { return }
    let subject = RoleSubject(terms: terms.digest, shop: Self.shop)
    let forOthers = try Desk(Self.role(RoleAudience(terms: Self.terms)))
    let forGood = try Desk(Self.role(RoleAudience(worst: .cautions)))
    var forShop = try Desk(Self.role())
    var (paid, turn) = (Int64(0), 0)
    for _ in 1...50 {
      for state in terms.states.map(\.state) {
        turn += 1
        let amount = Self.euros(Int64(turn % 7) * 1_00 + 1)
        let act = RoleAct(for: subject, turn: turn, needs: Self.demands(of: state, terms, amount))
        for desk in [forOthers, forGood] {
          if case .suffices = RoleJudge(desk.role, desk.tally, deal: nil).verdict(on: act, at: Self.after(1)) {
            Issue.record("a role for other business answers")
          }
        }
        let verdict = RoleJudge(forShop.role, forShop.tally, deal: forShop.deals[1]).verdict(on: act, at: Self.after(1))
        guard case .suffices(let after, let deal, _) = verdict else { continue }
        (forShop.tally, forShop.deals[1]) = (after, deal)
        for need in act.needs {
          switch need {
          case .pay(let money): paid += money.minorUnits
          case .order: break
          case .give, .show, .reserve, .choose, .sign: Issue.record("\(need) is not named")
          }
        }
      }
    }
    #expect(paid <= 20_00 && forShop.tally.spent(at: Self.after(1), in: .euro).minorUnits == paid)
  }

  /// What a state of hostile terms asks of the buyer.
  private static func demands(of state: TermsState, _ terms: TermsOfBusiness, _ amount: Money) -> [RoleNeed] {
    let shown = (terms.requirements?.buyer ?? []).map(RoleNeed.show)
    return state.items(from: .buyer).flatMap { item -> [RoleNeed] in
      switch terms.form(of: item) {
      case .money, .refund: [.pay(amount)] + shown
      case .order:
        [.order] + terms.fields(of: item).map { .give(FieldPath(item, $0.name), entry: $0.field.fill) } + shown
      default: [.sign]
      }
    }
  }
}
