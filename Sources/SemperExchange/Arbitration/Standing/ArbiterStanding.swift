public import SemperCoding

/// Whether the arbiter decides, or only repeats what it has decided, and why.
public enum ArbiterStanding: Hashable, Sendable {
  case deciding
  /// Its log has entries, and no witness has said since the start that it is the newest one.
  case awaitingWitness
  /// Somebody outside has seen a log of which ours is not an extension: ours is an old copy, or another instance runs.
  /// What was decided in the gap is unknown, so nothing is decided. `witnessed` is the size that was seen outside, if it
  /// is known.
  case queryOnly(witnessed: Int?)
  /// Another instance has started on the same store.
  case superseded

  public var decides: Bool { self == .deciding }
}

extension ArbiterStanding: CanonicalValue {
  private enum Word: String, CanonicalValue {
    case deciding
    case awaitingWitness = "awaiting-witness"
    case queryOnly = "query-only"
    case superseded
  }

  public var json: JSON {
    switch self {
    case .deciding: .fields(["mode": Word.deciding.json])
    case .awaitingWitness: .fields(["mode": Word.awaitingWitness.json])
    case .queryOnly(let size): .fields(["mode": Word.queryOnly.json, "witnessed": size?.json])
    case .superseded: .fields(["mode": Word.superseded.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("mode", as: Word.self) {
    case .deciding: self = .deciding
    case .awaitingWitness: self = .awaitingWitness
    case .queryOnly: self = .queryOnly(witnessed: try fields.optional("witnessed"))
    case .superseded: self = .superseded
    }
    try fields.close()
  }
}
