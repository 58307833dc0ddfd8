import SemperArchive
import SemperCoding
import SemperModel

/// How much disk is promised to ciphertexts: all that is not removed yet, what strangers have of it, and what they got today.
/// What each registered party has stands beside it (`DataAccount`).
struct DataBudget: Hashable, Sendable, CanonicalValue {
  private static let table = RecordTable("arbiter_data_budget")
  private static let key = Array("now".utf8)

  private(set) var promised: Int64 = 0
  private(set) var day: Int64 = 0
  private(set) var strangers: Int64 = 0
  /// Of what is promised, that of strangers.
  private(set) var held: Int64 = 0

  private static func current(_ reader: any RecordReader) throws -> DataBudget {
    try reader.value(key, in: table).map { try DataBudget(canonicalBytes: $0) } ?? DataBudget()
  }

  /// Promises so many bytes for good, or refuses with `overloaded`.
  static func take(
    _ length: Int64, for account: DataAccount, limits: ArbiterLimits, at now: Timestamp,
    in transaction: any RecordTransaction
  ) throws {
    var budget = try current(transaction)
    let today = now.seconds / 86_400
    if budget.day != today { (budget.day, budget.strangers) = (today, 0) }
    var isFree = length <= limits.data - budget.promised
    switch account {
    case .strangers:
      let isToday = budget.strangers == 0 || length <= limits.dataOfStrangersADay - budget.strangers
      isFree = isFree && isToday && length <= limits.dataOfStrangers - budget.held
      budget.strangers += length
      budget.held += length
    case .party(let party, let itself):
      let held = try DataAccount.held(by: party, transaction)
      isFree = isFree && length <= (itself ? limits.dataOfParty : limits.dataOfParty / 2) - held
      try DataAccount.set(held + length, of: party, in: transaction)
    }
    guard isFree else {
      throw Refusal(
        .overloaded, blame: .provider, "this arbiter has no room for more ciphertexts now; ask again later")
    }
    budget.promised += length
    try transaction.set(budget.canonicalBytes, for: Self.key, in: Self.table)
  }

  /// What a permit was promised is free again.
  static func giveBack(_ permit: DataPermit, in transaction: any RecordTransaction) throws {
    var budget = try current(transaction)
    let length = permit.charged ?? permit.length
    budget.promised -= length
    if let party = permit.account {
      try DataAccount.set(try DataAccount.held(by: party, transaction) - length, of: party, in: transaction)
    } else if permit.charged != nil {
      budget.held -= length
    }
    try transaction.set(budget.canonicalBytes, for: Self.key, in: Self.table)
  }

  private init() {}

  var json: JSON {
    .fields(["day": day.json, "held": held.json, "promised": promised.json, "strangers": strangers.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    day = try fields.value("day")
    // Absent in a store from before strangers had a part of their own.
    held = try fields.optional("held") ?? 0
    promised = try fields.value("promised")
    strangers = try fields.value("strangers")
    try fields.close()
  }
}
