import SemperArchive
import SemperCertification
import SemperCommerce
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers
import SemperTerms
import SemperWallet
import Testing

/// A purchase with and without a role that answers for the owner.
@Suite("Deals under roles", .serialized) struct RoleDealTests {
  private static func role(
    _ name: String, _ audience: RoleAudience, deal: Int64 = 7_50, day: Int64 = 15_00
  ) throws -> CapabilityRole {
    try CapabilityRole(
      name: name, audience: audience, orders: true,
      pays: RoleAllowance(perDeal: Money(minorUnits: deal, .euro), perDay: Money(minorUnits: day, .euro)))
  }

  @Test(.timeLimit(.minutes(10))) func anUnlockedRoleSparesTheQuestionAndNoMore() async throws {
    try await Market.run { market in
      let display = DecliningDisplay()
      let wallet = try await market.wallet(withdrawing: 3_000, display: display, withoutAsking: false)
      let (code, address) = (try await market.code(), await market.shop.address)
      let found = try await wallet.find(code: code, at: address)
      func buy() async throws -> DealSummary {
        let deal = try await wallet.deals.run(try await wallet.open(found, patience: Span(seconds: 30)))
        return try #require(DealSummary(deal))
      }
      // Without a role the owner is asked, and says no.
      let asked = try await buy()
      #expect(asked.outcome == .refused && display.asked.value == 1 && asked.refusal?.code == .userDeclined)

      let shop = try await wallet.seller(at: address)
      try await wallet.roles.add(Self.role("stranger", RoleAudience(shop: SigningKey().thumbprint)))
      try await wallet.roles.add(Self.role("small", RoleAudience(shop: shop), deal: 7_49))
      try await wallet.roles.add(Self.role("evaluated", RoleAudience(worst: .cautions)))
      for name in ["stranger", "small", "evaluated"] {
        _ = try await wallet.unlock(role: name, for: Span(seconds: 3_600))
      }
      try await wallet.roles.add(Self.role("courses", RoleAudience(terms: found.terms.digest, shop: shop)))
      let locked = try await buy()
      #expect(locked.outcome == .refused && display.asked.value == 2)
      let reason = try #require(locked.refusal?.detail)
      #expect(reason.contains("“courses” would answer this if it were unlocked"), "\(reason)")
      #expect(reason.contains("“small”") && reason.contains("€7.49"), "\(reason)")
      #expect(!reason.contains("stranger") && !reason.contains("evaluated"), "\(reason)")

      _ = try await wallet.unlock(role: "courses", for: Span(seconds: 3_600))
      for _ in 1...2 { #expect(try await buy().outcome == .completed) }
      #expect(display.asked.value == 2)
      // The day's sum is used up.
      let above = try await buy()
      #expect(above.outcome == .refused && display.asked.value == 3)
      #expect(above.refusal?.detail.contains("€0.00 is left") == true, "\(String(describing: above.refusal))")
      let uses = try await wallet.roles.uses(of: "courses")
      #expect(uses.map(\.kind) == [.order, .order] && uses.allSatisfy { $0.amount?.minorUnits == 7_50 })
      let balance = try await wallet.purse.balance()
      #expect(balance.available.minorUnits == 30_00 - 15_00)
      try wallet.close()
    }
  }

  /// A seller chooses the ids of its bills, also those of deals and of other bills.
  @Test func aBillCountsByAllThatItSays() async throws {
    let (records, shop) = (InMemoryArchive().records, SigningKey().thumbprint)
    let roles = WalletRoles(records: records)
    try await roles.add(Self.role("bills", RoleAudience(shop: shop), deal: 5_00, day: 12_00))
    let time = VirtualTime(now: Timestamp(seconds: 1_795_000_000))
    _ = try await roles.unlock("bills", for: Span(seconds: 60), at: time.now())
    let desk = RoleDesk(roles: roles, display: DecliningDisplay(), time: time, appraisal: nil)
    func bill(_ title: String, _ cents: Int64 = 5_00) throws -> Bill {
      Bill(
        id: try ID(bytes: [UInt8](repeating: 7, count: 16)), title: try HumanText(title),
        amount: Money(minorUnits: cents, .euro), notAfter: Timestamp(seconds: 1_795_000_900))
    }
    var granted = [Bool]()
    for bill in try [bill("One"), bill("Two"), bill("One"), bill("Three"), bill("Four", 2_00), bill("Five", 6_00)] {
      if case .granted = try await desk.pays(bill, to: shop) { granted.append(true) } else { granted.append(false) }
    }
    // The same bill is the same payment, which the wallet makes once.
    #expect(granted == [true, true, true, false, true, false])
    if case .granted = try await desk.pays(bill("Six", 1), to: SigningKey().thumbprint) {
      Issue.record("another shop's bill is paid")
    }
    let tally = try #require(try await roles.all().first?.tally)
    #expect(tally.spent(at: time.now(), in: .euro).minorUnits == 12_00)
  }

  @Test(.timeLimit(.minutes(10))) func aRoleNeverLiftsARefusal() async throws {
    try await Market.run { market in
      let wallet = try await market.wallet(withdrawing: 3_000, display: DecliningDisplay(), withoutAsking: false)
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      try await wallet.roles.add(Self.role("courses", RoleAudience(terms: found.terms.digest)))
      _ = try await wallet.unlock(role: "courses", for: Span(seconds: 3_600))
      let seven = Money(minorUnits: 7_00, .euro)
      let strict = try market.dealsWithoutManager(
        of: wallet, services: ServicePolicy(unevaluatedAtMost: seven, exposureAtMost: seven))
      let refusal = await #expect(throws: Refusal.self) { try await strict.open(found, patience: Span(seconds: 30)) }
      #expect(refusal?.code == .notEvaluated)
      #expect(try await wallet.roles.uses(of: "courses").isEmpty)
      try wallet.close()
    }
  }
}
