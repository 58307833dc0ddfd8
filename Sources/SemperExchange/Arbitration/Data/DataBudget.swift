import SemperArchive
import SemperCoding
import SemperModel

/// How much disk is promised to ciphertexts: all that is not removed yet, and what strangers got today.
struct DataBudget: Hashable, Sendable, CanonicalValue {
  private static let table = RecordTable("arbiter_data_budget")
  private static let key = Array("now".utf8)

  private(set) var promised: Int64 = 0
  private(set) var day: Int64 = 0
  private(set) var strangers: Int64 = 0

  static func current(_ reader: any RecordReader) throws -> DataBudget {
    try reader.value(key, in: table).map { try DataBudget(canonicalBytes: $0) } ?? DataBudget()
  }

  func save(in transaction: any RecordTransaction) throws {
    try transaction.set(canonicalBytes, for: Self.key, in: Self.table)
  }

  /// Promises so many bytes, or refuses with `overloaded`.
  mutating func take(
    _ length: Int64, stranger: Bool, limits: ArbiterLimits, at now: Timestamp
  ) throws(Refusal) {
    let today = now.seconds / 86_400
    if day != today { (day, strangers) = (today, 0) }
    let isFree = !stranger || strangers == 0 || length <= limits.dataOfStrangersADay - strangers
    guard length <= limits.data - promised, isFree else {
      throw Refusal(
        .overloaded, blame: .provider, "this arbiter has no room for more ciphertexts now; ask again later")
    }
    promised += length
    if stranger { strangers += length }
  }

  mutating func giveBack(_ length: Int64) { promised -= length }

  init() {}

  var json: JSON { .fields(["day": day.json, "promised": promised.json, "strangers": strangers.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    day = try fields.value("day")
    promised = try fields.value("promised")
    strangers = try fields.value("strangers")
    try fields.close()
  }
}
