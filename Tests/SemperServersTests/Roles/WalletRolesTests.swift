import SemperArchive
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import SemperWallet
import Testing

/// Roles are kept, counted before anything is done, and counted once: neither two deals at once nor a crash gets one past its sums.
@Suite struct WalletRolesTests {
  private static let noon = Timestamp(seconds: 20_000 * 86_400 + 43_200)
  private static let shop = SigningKey().thumbprint

  private static func euros(_ cents: Int64) -> Money { Money(minorUnits: cents, .euro) }

  private static func role(_ name: String = "books", shop: Thumbprint = shop) throws -> CapabilityRole {
    try CapabilityRole(
      name: name, audience: RoleAudience(shop: shop), orders: true,
      pays: RoleAllowance(perDeal: euros(20_00), perDay: euros(50_00)), chooses: ["good"])
  }

  private static func sale(_ number: UInt8) throws -> ID<Sale> {
    try ID(bytes: [UInt8](repeating: number, count: 16))
  }

  /// Asks whether a deal may be ordered for an amount.
  private static func order(
    _ roles: WalletRoles, _ cents: Int64, deal number: UInt8, after seconds: Int64 = 1
  ) async throws -> RoleAnswer {
    let subject = RoleSubject(terms: Digest(plain: [1]), shop: shop)
    let sale = try sale(number)
    return try await roles.answer(
      RoleAct(for: subject, needs: [.order, .reserve(euros(cents))]), in: [0] + sale.bytes,
      as: RoleUse(
        .order, of: sale, turn: 0, title: "A book", amount: euros(cents),
        at: Timestamp(seconds: noon.seconds + seconds)))
  }

  private static func isGranted(_ answer: RoleAnswer) -> Bool {
    if case .granted = answer { true } else { false }
  }

  private static func unlocked(_ archive: InMemoryArchive) async throws -> WalletRoles {
    let roles = WalletRoles(records: archive.records)
    try await roles.add(role())
    _ = try await roles.unlock("books", for: Span(seconds: 3_600), at: noon)
    return roles
  }

  @Test func aRoleIsKeptLockedUnlockedAndForgotten() async throws {
    let archive = InMemoryArchive()
    let roles = WalletRoles(records: archive.records)
    #expect(try await roles.all().isEmpty)
    try await roles.add(Self.role())
    #expect(try await Self.order(roles, 1_00, deal: 1) == .asked([RoleHint(role: "books", shortfall: .locked)]))
    let again = await #expect(throws: Refusal.self) { try await roles.add(Self.role()) }
    #expect(again?.code == .idReused)
    for unknown in ["book", "books2"] {
      await #expect(throws: WalletError.self) {
        try await roles.unlock(unknown, for: Span(seconds: 60), at: Self.noon)
      }
      await #expect(throws: WalletError.self) { try await roles.lock(unknown) }
      await #expect(throws: WalletError.self) { try await roles.forget(unknown) }
    }
    _ = try await roles.unlock("books", for: Span(seconds: 3_600), at: Self.noon)
    #expect(try await Self.isGranted(Self.order(roles, 20_00, deal: 1)))

    // Another process of the same home.
    let later = WalletRoles(records: archive.reopened().records)
    let kept = try #require(try await later.all().first)
    #expect(try kept.role == Self.role() && kept.uses == 1)
    #expect(kept.tally.spent(at: Self.noon, in: .euro) == Self.euros(20_00))
    let use = try #require(try await later.uses(of: "books").first)
    #expect(use.kind == .order && use.amount == Self.euros(20_00) && use.title == "A book")
    #expect(try await Self.isGranted(Self.order(later, 20_00, deal: 2)))
    #expect(
      try await Self.order(later, 20_00, deal: 3)
        == .asked([
          RoleHint(role: "books", shortfall: .aboveDay(Self.euros(10_00)))
        ]))
    _ = try await later.lock("books")
    #expect(try await !Self.isGranted(Self.order(later, 1_00, deal: 4)))
    try await later.forget("books")
    #expect(try await later.all().isEmpty)
    #expect(try await later.uses(of: "books").isEmpty)
    // Nothing of it is left for a new role under the name.
    try await later.add(Self.role())
    let anew = try #require(try await later.all().first)
    #expect(anew.uses == 0 && anew.tally.shortfall(at: Self.noon) == .locked)
  }

  @Test func thereAreNoMoreRolesThanPeopleCanLookOver() async throws {
    let roles = WalletRoles(records: InMemoryArchive().records)
    for number in 1...WalletRoles.most { try await roles.add(Self.role("role\(number)")) }
    let refusal = await #expect(throws: Refusal.self) { try await roles.add(Self.role("one-more")) }
    #expect(refusal?.code == .limitExceeded && refusal?.blame == .us)
    #expect(try await roles.all().count == WalletRoles.most)
  }

  @Test func aRoleRemembersItsLastAnswers() async throws {
    let roles = try await Self.unlocked(InMemoryArchive())
    let subject = RoleSubject(terms: Digest(plain: [1]), shop: Self.shop)
    let sale = try Self.sale(1)
    for turn in 1...(WalletRoles.mostUses + 5) {
      _ = try await roles.answer(
        RoleAct(for: subject, turn: turn, needs: [.choose(["good"])]), in: [0] + sale.bytes,
        as: RoleUse(.choose, of: sale, turn: turn, title: "A book", amount: nil, at: Self.noon))
    }
    let uses = try await roles.uses(of: "books")
    #expect(uses.count == WalletRoles.mostUses && uses.first?.turn == WalletRoles.mostUses + 5)
    #expect(try await roles.all().first?.uses == WalletRoles.mostUses + 5)
    #expect(uses.first?.option == "good")
  }

  @Test func dealsAtOnceShareTheDay() async throws {
    let roles = try await Self.unlocked(InMemoryArchive())
    let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for deal in UInt8(1)...24 {
        group.addTask { try await Self.isGranted(Self.order(roles, 15_00, deal: deal)) }
      }
      return try await group.reduce(into: 0) { if $1 { $0 += 1 } }
    }
    #expect(granted == 3)
    #expect(try await roles.all().first?.tally.spent(at: Self.noon, in: .euro) == Self.euros(45_00))
  }

  /// The first role that covers an act is used, and no other is touched.
  @Test func oneRoleAnswersAndAStrangersIsNotUsed() async throws {
    let roles = try await Self.unlocked(InMemoryArchive())
    try await roles.add(Self.role("aunt", shop: SigningKey().thumbprint))
    _ = try await roles.unlock("aunt", for: Span(seconds: 3_600), at: Self.noon)
    guard case .granted(let role, _) = try await Self.order(roles, 20_00, deal: 1) else {
      Issue.record("it is for this shop")
      return
    }
    #expect(role.name == "books")
    let aunt = try #require(try await roles.all().first { $0.role.name == "aunt" })
    #expect(aunt.uses == 0 && aunt.tally.spent(at: Self.noon, in: .euro).minorUnits == 0)
    #expect(try await roles.uses(of: "aunt").isEmpty)
  }

  /// The process dies at each write of a day with a role; the same is asked again afterwards. What was granted is counted, once.
  @Test func everyCrashCountsOnce() async throws {
    func day(_ roles: WalletRoles) async throws -> Int64 {
      var granted: Int64 = 0
      for deal in UInt8(1)...4 where try await Self.isGranted(Self.order(roles, 15_00, deal: deal)) { granted += 15_00 }
      return granted
    }
    let calm = InMemoryArchive()
    #expect(try await day(Self.unlocked(calm)) == 45_00)
    let writes = calm.writes.count
    #expect(writes >= 5)
    for write in 3...writes {
      for side in CrashPoint.Side.allCases {
        let archive = InMemoryArchive()
        _ = try await Self.unlocked(archive)
        let dying = archive.reopened(crash: CrashPoint(write: write, side))
        await #expect(throws: ArchiveError.self) { try await day(WalletRoles(records: dying.records)) }
        let roles = WalletRoles(records: dying.reopened().records)
        #expect(try await day(roles) == 45_00, "\(side) write \(write)")
        let kept = try #require(try await roles.all().first)
        #expect(kept.tally.spent(at: Self.noon, in: .euro) == Self.euros(45_00) && kept.uses == 3)
        #expect(try await roles.uses(of: "books").count == 3)
      }
    }
  }
}
