import SemperCommerce
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTerms

/// What can be wrong with what somebody brings as the ruling that ends a hearing.
enum RulingFault: String, Sendable, CaseIterable {
  case none
  /// Made when the time of the hearing was over, or before it began.
  case late, early
  case stillAppealable, anotherDeal, anotherArbiter, noRuling

  func ruling(
    _ turn: Int, in record: DealRecord, _ fair: Fair, issued: Timestamp, until: Timestamp
  ) throws -> SignedStatement {
    if self == .noRuling { return fair.roles[2] }
    let claim = "claim \(turn)".documentDigest
    let key = self == .anotherArbiter ? fair.sellerKey : fair.arbiterKey
    let time =
      switch self {
      case .late: until.advanced(by: Span(seconds: 1))
      case .early: Timestamp(seconds: Fair.start.seconds - 1)
      case .none, .stillAppealable, .anotherDeal, .anotherArbiter, .noRuling: issued
      }
    let isFinal = self != .stillAppealable
    var numbers = SystemRandomNumberGenerator()
    let ruling = Ruling(
      claim: claim, answer: nil, first: isFinal ? claim : nil,
      deal: self == .anotherDeal ? ID(using: &numbers) : record.opening.deal, claimant: fair.buyerKey.thumbprint,
      arbiter: key.thumbprint, basis: .rule, remedy: .nothing, reasons: [.nothingPaid], finding: nil, issued: time,
      appealableUntil: isFinal ? nil : time.advanced(by: Span(seconds: 60)))
    return try SignedStatement(ruling, signedBy: [key])
  }
}
