public import SemperModel

extension Span {
  /// The span as a person says it, in its largest whole unit: “2 minutes”, “1 day”.
  public var words: String {
    for (unit, length) in [("day", Int64(86_400)), ("hour", 3600), ("minute", 60)] where seconds > 0 {
      if seconds.isMultiple(of: length) { return Self.count(seconds / length, unit) }
    }
    return Self.count(seconds, "second")
  }

  private static func count(_ number: Int64, _ unit: String) -> String {
    number == 1 ? "1 \(unit)" : "\(number) \(unit)s"
  }
}
