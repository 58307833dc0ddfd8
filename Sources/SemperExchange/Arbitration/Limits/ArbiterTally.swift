import SemperArchive
public import SemperCoding
import SemperModel
import SemperPayments

/// How many exchanges stand where, kept with the decisions themselves: what limits and reports need without counting.
public struct ArbiterTally: Hashable, Sendable, CanonicalValue {
  private static let table = RecordTable("arbiter_tally")
  private static let key = Array("now".utf8)

  public private(set) var aborted = 0
  public private(set) var pending = 0
  public private(set) var disclosed = 0
  public private(set) var resolved = 0
  public private(set) var failed = 0
  /// Of the open windows, those of exchanges that nobody registered has signed for.
  public private(set) var openOfStrangers = 0
  /// The day (since 1970-01-01) that `strangers` counts first calls of.
  private var day: Int64 = 0
  private var strangers = 0

  /// Complaint windows that have not ended.
  public var open: Int { pending + disclosed }

  init() {}

  static func current(_ reader: any RecordReader) throws -> ArbiterTally? {
    try reader.value(key, in: table).map { try ArbiterTally(canonicalBytes: $0) }
  }

  func save(in transaction: any RecordTransaction) throws {
    try transaction.set(canonicalBytes, for: Self.key, in: Self.table)
  }

  /// Refuses a first call that would pass a limit, and counts one that does not.
  mutating func admit(
    _ verdict: ArbiterDecision.Verdict, stranger: Bool, limits: ArbiterLimits, at now: Timestamp
  ) throws(Refusal) {
    let today = now.seconds / 86_400
    if day != today { (day, strangers) = (today, 0) }
    if stranger {
      guard strangers < limits.strangersADay else {
        throw Self.full("takes no more exchanges of unregistered parties today; ask again tomorrow")
      }
      strangers += 1
    }
    guard !verdict.isFinal else { return }
    guard open < limits.open, !stranger || openOfStrangers < limits.openOfStrangers else {
      throw Self.full("has as many complaint windows open as it takes on; ask again when some have ended")
    }
  }

  private static func full(_ what: String) -> Refusal {
    Refusal(.overloaded, blame: .provider, "this arbiter \(what)")
  }

  mutating func count(_ verdict: ArbiterDecision.Verdict, stranger: Bool, by change: Int) {
    switch verdict {
    case .aborted: aborted += change
    case .pending: pending += change
    case .disclosed: disclosed += change
    case .resolved: resolved += change
    case .failed: failed += change
    }
    if stranger, !verdict.isFinal { openOfStrangers += change }
  }

  public var json: JSON {
    .fields([
      "aborted": aborted.json, "day": day.json, "disclosed": disclosed.json, "failed": failed.json,
      "openOfStrangers": openOfStrangers.json, "pending": pending.json, "resolved": resolved.json,
      "strangers": strangers.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    aborted = try fields.value("aborted")
    day = try fields.value("day")
    disclosed = try fields.value("disclosed")
    failed = try fields.value("failed")
    openOfStrangers = try fields.value("openOfStrangers")
    pending = try fields.value("pending")
    resolved = try fields.value("resolved")
    strangers = try fields.value("strangers")
    try fields.close()
  }
}
