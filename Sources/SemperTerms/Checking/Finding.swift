public import SemperCoding

/// What is wrong, or doubtful, with terms of business: which check says so, where, what could happen to whom, and what to do.
public struct Finding: Hashable, Sendable, CanonicalValue {
  public enum Severity: String, Sendable, CaseIterable, CanonicalValue, Comparable {
    /// Worth knowing.
    case note
    /// An evaluator has to judge it.
    case warning
    /// Nobody should certify these terms.
    case error

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
  }

  public let check: CheckID
  public let severity: Severity
  /// Member names that lead to the place, outermost first.
  public let place: [String]
  public let message: String
  public let fix: String

  public init(_ check: CheckID, _ severity: Severity, at place: [String], _ message: String, fix: String) {
    self.check = check
    self.severity = severity
    self.place = place
    self.message = message
    self.fix = fix
  }

  public var json: JSON {
    .fields([
      "fix": fix.json, "id": check.json, "message": message.json, "place": place.joined(separator: ".").json,
      "severity": severity.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    fix = try fields.value("fix")
    check = try fields.value("id")
    message = try fields.value("message")
    place = try fields.value("place", as: String.self).split(separator: ".").map(String.init)
    severity = try fields.value("severity")
    try fields.close()
  }
}
