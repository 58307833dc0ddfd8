public import SemperCoding

/// A length of time in whole seconds, written as an ISO 8601 duration in one unit: `PT30S`, `PT10M`, `PT1H`, `P14D`.
///
/// The largest unit that divides the span is used, so each span has one text. Months and years are refused because they
/// are not a number of seconds.
public struct Span: Hashable, Sendable, Comparable, CanonicalValue, CustomStringConvertible {
  public let seconds: Int64

  public init(seconds: Int64) {
    precondition((0...DecodingLimits.widestInteger).contains(seconds))
    self.seconds = seconds
  }

  public static func < (left: Span, right: Span) -> Bool { left.seconds < right.seconds }

  public var description: String {
    if seconds > 0, seconds % 86_400 == 0 { return "P\(seconds / 86_400)D" }
    if seconds > 0, seconds % 3600 == 0 { return "PT\(seconds / 3600)H" }
    if seconds > 0, seconds % 60 == 0 { return "PT\(seconds / 60)M" }
    return "PT\(seconds)S"
  }

  public init(text: String) throws(CodingError) {
    let wrong = CodingError(.wrongForm, "a duration is written PT30S, PT10M, PT1H or P14D")
    let days = text.hasPrefix("P") && text.hasSuffix("D")
    let body = days ? text.dropFirst(1) : text.hasPrefix("PT") ? text.dropFirst(2) : ""
    guard let unit = body.last, let count = Int64(body.dropLast()), count >= 0, count <= 3_000_000_000 else {
      throw wrong
    }
    let length: Int64
    switch (days, unit) {
    case (true, "D"): length = 86_400
    case (false, "H"): length = 3600
    case (false, "M"): length = 60
    case (false, "S"): length = 1
    default: throw wrong
    }
    self.init(seconds: count * length)
    guard description == text else { throw wrong }
  }

  public var json: JSON { .string(description) }
  public init(json: JSON) throws(CodingError) { try self.init(text: String(json: json)) }
}
