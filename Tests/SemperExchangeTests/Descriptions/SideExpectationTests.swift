import SemperCoding
import SemperModel
import SemperTesting
import Testing

@testable import SemperExchange

@Suite struct SideExpectationTests {
  private static func money(_ cents: Int64) throws -> ItemParticulars {
    try ItemParticulars(.lock(amount: Wares.euro(cents), payee: Wares.keys[0], ledger: Wares.keys[0]))
  }
  private static func document(_ number: Int) throws -> ItemParticulars {
    try ItemParticulars(.statement(document: Wares.digests[number]))
  }
  private static let anyDocument = ItemExpectation(.statement(DocumentExpectation()))
  private static func atMost(_ cents: Int64) throws -> ItemExpectation {
    ItemExpectation(.payment(PaymentExpectation(amount: try AmountBound(least: nil, most: Wares.euro(cents)))))
  }

  @Test func atLeastTwoOf() throws {
    let side = try SideExpectation([ExpectedItems(Self.anyDocument, count: 2...64)], order: .any)
    #expect(!side.matches([try Self.document(0)]))
    #expect(side.matches([try Self.document(0), try Self.document(1)]))
    let refusal = #expect(throws: Refusal.self) { try side.check([try Self.document(0)], as: .promised) }
    #expect(refusal?.detail == "line 1 expects at least 2 items and 1 fit it")
    #expect(refusal?.blame == .undetermined)
  }

  /// Who is promised two things is not given one of them twice; two equal sums are twice the money.
  @Test func theSameItemIsNotTwoItems() throws {
    let side = try SideExpectation([ExpectedItems(Self.anyDocument, count: 2...64)], order: .any)
    let (once, again) = (try Self.document(0), try Self.document(0))
    for appraisal in [Appraisal.promised, .opened] {
      let refusal = #expect(throws: Refusal.self) {
        try side.check([once, try Self.document(1), again], as: appraisal)
      }
      #expect(refusal?.code == .notAsOffered && refusal?.detail.hasPrefix("items 1 and 3 are the same item") == true)
    }
    // It is the same whatever else is said of it, and whoever is said to have certified it.
    let certified = try ItemParticulars(once.description, brand: Designation("gold"), certifiers: [Wares.keys[0]])
    #expect(certified != once && certified.isSameItem(as: once) && !side.matches([once, certified]))
    let money = try SideExpectation([ExpectedItems(Self.atMost(500), count: 2...2)], order: .listed)
    #expect(money.matches([try Self.money(500), try Self.money(500)]))
  }

  @Test func theOrderCountsWhereItIsListed() throws {
    let lines = [try ExpectedItems(Self.anyDocument), try ExpectedItems(Self.atMost(500))]
    let items = [try Self.document(0), try Self.money(500)]
    #expect(try SideExpectation(lines, order: .listed).matches(items))
    #expect(try !SideExpectation(lines, order: .listed).matches(items.reversed()))
    #expect(try SideExpectation(lines, order: .any).matches(items.reversed()))
  }

  /// A greedy choice would give the small payment to the line that takes any, and leave the narrow one empty.
  @Test func overlappingLinesShareOut() throws {
    let lines = [try ExpectedItems(Self.atMost(500)), try ExpectedItems(Self.atMost(100))]
    for order in SideExpectation.Order.allCases {
      let items: [Int64] = order == .any ? [100, 500] : [500, 100]
      #expect(try SideExpectation(lines, order: order).matches(items.map { try Self.money($0) }))
    }
    #expect(try !SideExpectation(lines, order: .any).matches([Self.money(500), Self.money(500)]))
  }

  @Test func anItemTooManyIsNamed() throws {
    let side = try SideExpectation([ExpectedItems(Self.atMost(100))], order: .any)
    let refusal = #expect(throws: Refusal.self) {
      try side.check([try Self.money(100), try Self.money(101)], as: .opened)
    }
    #expect(refusal?.detail.hasPrefix("item 2: amount: the amount is 1.01 EUR") == true)
    #expect(refusal?.blame == .peer)
    let many = #expect(throws: Refusal.self) {
      try side.check([try Self.money(100), try Self.money(100)], as: .opened)
    }
    #expect(many?.detail.contains("cannot be divided") == true)
  }

  @Test func nothingIsExpectedOfATransfer() throws {
    let side = try SideExpectation([], order: .listed)
    #expect(side.matches([]))
    #expect(!side.matches([try Self.document(0)]))
  }

  /// Against a search through all assignments, for many small cases.
  @Test func theAssignmentIsThatOfAFullSearch() {
    var numbers = SeededNumbers(11)
    var found = [false: 0, true: 0]
    for _ in 0..<3_000 {
      let items = Int.random(in: 0...4, using: &numbers)
      let lines = Int.random(in: 0...3, using: &numbers)
      let counts = (0..<lines).map { _ in
        let least = Int.random(in: 0...2, using: &numbers)
        return least...(least + Int.random(in: 0...2, using: &numbers))
      }
      let fits = (0..<items).map { _ in (0..<lines).map { _ in Bool.random(using: &numbers) } }
      let assignment = SideAssignment(fits: fits, counts: counts)
      let (any, ordered) = Self.search(fits, counts)
      #expect(assignment.exists == any, "\(fits) \(counts)")
      #expect(assignment.existsInOrder == ordered, "\(fits) \(counts)")
      found[any, default: 0] += 1
    }
    #expect(found.values.allSatisfy { $0 > 100 })
  }

  private static func search(_ fits: [[Bool]], _ counts: [ClosedRange<Int>]) -> (any: Bool, ordered: Bool) {
    var (any, ordered) = (false, false)
    func go(_ item: Int, _ chosen: [Int]) {
      guard item < fits.count else {
        let good = counts.indices.allSatisfy { line in counts[line].contains(chosen.count { $0 == line }) }
        any = any || good
        ordered = ordered || (good && chosen == chosen.sorted())
        return
      }
      for line in counts.indices where fits[item][line] { go(item + 1, chosen + [line]) }
    }
    go(0, [])
    return (any, ordered)
  }

  @Test func looseningALineNeverRefusesWhatMatched() throws {
    var wares = Wares(13)
    var matched = 0
    for _ in 0..<2_000 {
      let items = try (0..<wares.pick([1, 2, 3])).map { _ in try wares.item() }
      var expectations = try items.map { try wares.expectation(near: $0) }
      let order = wares.pick(SideExpectation.Order.allCases)
      guard try SideExpectation(expectations.map { try ExpectedItems($0) }, order: order).matches(items) else {
        continue
      }
      matched += 1
      let line = wares.pick(Array(expectations.indices))
      expectations[line] = try wares.loosened(expectations[line])
      #expect(try SideExpectation(expectations.map { try ExpectedItems($0) }, order: order).matches(items))
      let wider = try expectations.map { try ExpectedItems($0, count: 0...3) }
      #expect(try SideExpectation(wider, order: .any).matches(items))
    }
    #expect(matched > 100)
  }
}
