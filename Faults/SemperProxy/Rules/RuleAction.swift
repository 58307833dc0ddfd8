import SemperCoding

/// What is done to a message that a rule chose.
enum RuleAction: Sendable, Equatable {
  case pass
  /// Swallowed, and the connection closed.
  case drop
  case delay(milliseconds: Int)
  /// A request is sent twice, one after the other; the client gets the second answer.
  case duplicate
  /// So many bytes of the body are forwarded, then both connections are closed.
  case cut(bytes: Int)
  case slow(bytesPerSecond: Int)
  /// Swallowed, and from now on every connection is closed.
  case refuse
  /// Held back until a command lets it go on.
  case hook

  var name: String {
    switch self {
    case .pass: "pass"
    case .drop: "drop"
    case .delay: "delay"
    case .duplicate: "duplicate"
    case .cut: "cut"
    case .slow: "slow"
    case .refuse: "refuse"
    case .hook: "hook"
    }
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let name: String = try fields.value("do")
    switch name {
    case "pass": self = .pass
    case "drop": self = .drop
    case "delay": self = .delay(milliseconds: try Self.positive(&fields, "milliseconds"))
    case "duplicate": self = .duplicate
    case "cut": self = .cut(bytes: try fields.value("bytes"))
    case "slow": self = .slow(bytesPerSecond: try Self.positive(&fields, "bytesPerSecond"))
    case "refuse": self = .refuse
    case "hook": self = .hook
    default:
      throw CodingError(.outOfRange, "“\(name)” is no action: pass, drop, delay, duplicate, cut, slow, refuse, hook")
    }
    try fields.close()
  }

  private static func positive(_ fields: inout ObjectReader, _ name: String) throws(CodingError) -> Int {
    let value: Int = try fields.value(name)
    guard value > 0 else { throw CodingError(.outOfRange, "“\(name)” is more than 0") }
    return value
  }
}
