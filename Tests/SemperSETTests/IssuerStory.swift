import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What becomes of a purchase for 25.00.
enum IssuerStory: String, Sendable, CaseIterable {
  /// Captured in part, and some of that given back.
  case captured
  /// Taken at once, something given back, and that taken again.
  case bought
  case voided
  /// Captured, and the capture undone.
  case uncaptured
  /// Locked, and claimed with the opening.
  case claimed
  /// Locked, and released on the arbiter's word.
  case released

  var paid: Int64 {
    switch self {
    case .captured: 15_00
    case .bought, .claimed: 25_00
    case .voided, .uncaptured, .released: 0
    }
  }

  var messages: [String] {
    switch self {
    case .captured: ["0100", "0220", "0200"]
    case .bought: ["0200", "0200", "0400"]
    case .voided: ["0100", "0400"]
    case .uncaptured: ["0100", "0220", "0400", "0400"]
    case .claimed: ["0200"]
    case .released: ["0200", "0400"]
    }
  }

  private static func money(_ units: Int64) -> Money { Money(minorUnits: units, .euro) }

  /// Returns how many writes the gateway had made before what is this story's own: what comes before another story has, too.
  @discardableResult func play(at street: IssuerStreet) async throws -> Int {
    let (market, desk) = (street.market, street.market.merchant)
    let lock = self == .claimed || self == .released ? LockOf(market) : nil
    let order = try Market.order(lock: lock.map { lock in { _ in lock } }, in: market)
    let purchase = try Purchase(order, in: market, captureNow: self == .bought)
    let approval = try desk.approval(await street.say(purchase.authReq), to: purchase.asked, at: Market.now)
    #expect(approval.isApproved)
    let approved = street.books.writes
    var generator = SystemRandomNumberGenerator()
    switch self {
    case .captured:
      try await capture(20_00, approval, at: street)
      try await reverse(Credit.self, 5_00, approval, at: street)
      return 0
    case .bought:
      try await reverse(Credit.self, 5_00, approval, at: street)
      try await reverse(CreditReversal.self, 5_00, approval, at: street)
      return 0
    case .voided:
      let (asked, message) = try desk.void(approval, using: &generator, at: Market.now)
      #expect(try await desk.voided(street.say(message), to: asked, at: Market.now).minorUnits == 0)
      return approved
    case .uncaptured:
      try await capture(25_00, approval, at: street)
      let captured = street.books.writes
      try await reverse(CaptureReversal.self, 25_00, approval, at: street)
      return captured
    case .claimed:
      try await capture(25_00, approval, title: lock.map { .opening($0.opening) }, at: street)
      return 0
    case .released:
      guard let lock else { return 0 }
      let title = try lock.decision(.aborted)
      let outcome = try await street.patiently { try await $0.release(lock.terms, with: title, at: Market.now) }
      let word = try VerifiedStatement<LockOutcome>(verifying: outcome, keys: KeySet([market.gateway.word]))
      #expect(word.content.ending == .refunded)
      return approved
    }
  }

  private func capture(
    _ units: Int64, _ approval: Approval, title: LockTitle? = nil, at street: IssuerStreet
  ) async throws {
    var generator = SystemRandomNumberGenerator()
    let desk = street.market.merchant
    let (asked, message) = try desk.capture(
      approval, amount: Self.money(units), title: title, using: &generator, at: Market.now)
    #expect(try await desk.captured(street.say(message), to: asked, at: Market.now).code == .success)
  }

  private func reverse<Kind: ReversalKind>(
    _: Kind.Type, _ units: Int64, _ approval: Approval, at street: IssuerStreet
  ) async throws {
    var generator = SystemRandomNumberGenerator()
    let desk = street.market.merchant
    let (asked, message) = try desk.reverse(
      Kind.self, approval, amount: Self.money(units), using: &generator, at: Market.now)
    #expect(try await desk.reversed(Kind.self, street.say(message), to: asked, at: Market.now) == Self.money(units))
  }
}
