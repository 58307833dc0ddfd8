public import SemperCoding
public import SemperModel

/// One movement of money: lines that sum to zero, for one operation, in one currency.
public struct LedgerPosting: Hashable, Sendable, CanonicalValue {
  public enum Purpose: String, Sendable, CanonicalValue, CaseIterable {
    case grant, withdraw, deposit, lock, claim, refund, settle, transfer, hold, capture, void
    /// A coin is exchanged for others of its holder.
    case refresh
    /// The settlement with a card network.
    case clear
    // Purses
    case load, unload, reverse, collect
    /// A transfer to another bank, one from there, and one that came to nothing.
    case send, receive
    case giveBack = "give-back"
  }

  public let operation: ID<Operation>
  public let purpose: Purpose
  public let currency: Currency
  public let lines: [LedgerLine]
  public let time: Timestamp

  /// Leaves out lines that move nothing. Lines that do not sum to zero are a bug of the caller.
  public init(
    operation: ID<Operation>, purpose: Purpose, currency: Currency, lines: [LedgerLine], time: Timestamp
  ) {
    precondition(Self.balances(lines), "a posting sums to zero")
    self.operation = operation
    self.purpose = purpose
    self.currency = currency
    self.lines = lines.filter { $0.units != 0 }
    self.time = time
  }

  /// What a repetition must have in common; its time may differ.
  var content: [UInt8] { CanonicalJSON.encode(.object(object.with("time", nil))) }

  private static func balances(_ lines: [LedgerLine]) -> Bool {
    var sum: Int64 = 0
    for line in lines {
      let (next, overflow) = sum.addingReportingOverflow(line.units)
      guard !overflow else { return false }
      sum = next
    }
    return sum == 0
  }

  private var object: JSONObject {
    JSONObject([
      ("currency", currency.json), ("lines", lines.json), ("operation", operation.json), ("purpose", purpose.json),
      ("time", time.json),
    ])
  }

  public var json: JSON { .object(object) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    operation = try fields.value("operation")
    purpose = try fields.value("purpose")
    currency = try fields.value("currency")
    lines = try fields.value("lines")
    time = try fields.value("time")
    try fields.close()
    guard Self.balances(lines) else { throw CodingError(.outOfRange, "a posting sums to zero") }
  }
}
