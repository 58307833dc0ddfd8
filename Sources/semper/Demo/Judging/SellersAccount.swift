import SemperArchiveSQLite
import SemperCommerce
import SemperEngine
import SemperModel
import SemperServers

/// What the shop's own bank says of its account, as its owner asks for it at the running shop.
struct SellersAccount: Sendable {
  /// The bank's word for money that another bank has transferred.
  private static let received = "receive"

  /// The shop's.
  let home: String

  /// Whether so much has come by transfer, or comes before patience ends.
  func hasReceived(_ price: Money, patience: Duration) async throws -> Bool {
    let (deadline, time) = (ContinuousClock.now + patience, SystemTime())
    while true {
      if movements().contains(where: { $0.purpose == Self.received && $0.amount == price }) { return true }
      guard ContinuousClock.now < deadline else { return false }
      try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
    }
  }

  /// None while the shop or its bank does not answer.
  private func movements() -> [AccountMovement] {
    guard case .statement(let lines)? = try? QuestionSocket<TillQuestion>.ask(.statement(DemoRun.transfer), home: home)
    else { return [] }
    return lines
  }
}
