import SemperArchive
import SemperCommerce
import SemperModel
import SemperPayments
import SemperTerms

/// Where the money of a world stands.
protocol WorldLedger: Sendable {
  /// What a side pays from or is paid into, for a process that has just started on its archive.
  func open(_ side: DealSide, _ archive: InMemoryArchive) async throws -> DealMoney
  /// Who holds what when all is over, `buyer` being the buyer's archive.
  func books(_ buyer: InMemoryArchive) async throws -> WorldBooks
}

/// What the books of a ledger say at the end of a deal.
struct WorldBooks: Sendable {
  /// How each lock ended, `nil` for one that stands.
  let endings: [LockOutcome.Ending?]
  /// What the buyer still has, in minor units.
  let funds: Int64
  /// What does not add up.
  var complaint: String?
}
