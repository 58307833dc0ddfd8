import SemperModel
import SemperPayments

extension PurseTerminal {
  /// What the purse remembers as lines of a statement, oldest first: the last eight loads and unloads, and the last eight payments.
  /// Cards know the day only, and what was paid for by its reference.
  func movements(of provider: Thumbprint?) async throws -> [StatementLine] {
    let entries = try await entries(ofLoads: true) + entries(ofLoads: false)
    return try entries.filter { $0.amount > 0 }.sorted { $0.number < $1.number }.map { entry in
      StatementLine(
        time: try entry.day(), units: entry.kind.isCredit ? Int64(entry.amount) : -Int64(entry.amount),
        purpose: entry.kind.purpose, name: provider.map { .reference(entry.reference, at: $0) })
    }
  }
}

extension PurseEntry {
  /// The beginning of its day.
  fileprivate func day() throws(CardFailure) -> Timestamp {
    let digits = String(date, radix: 16)
    let (year, month) = (digits.prefix(4), digits.dropFirst(4).prefix(2))
    guard digits.utf8.count == 8, let day = try? Timestamp(text: "\(year)-\(month)-\(digits.suffix(2))T00:00:00Z")
    else { throw CardFailure(.malformed, "the purse's entry is of no day") }
    return day
  }
}

extension TransactionKind {
  /// The word of a statement for it; words for people are found by it.
  fileprivate var purpose: String {
    switch self {
    case .load: "load"
    case .purchase, .incremental: "purchase"
    case .unload: "unload"
    case .cancellation: "cancellation"
    }
  }
}
