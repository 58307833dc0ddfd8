public import SemperCoding

/// What one property of an item may be: anything, or one of a set of values.
///
/// Written as the array of the values in the order of their canonical bytes, each once; anything is written by leaving
/// the member out.
public enum Wildcard<Value: CanonicalValue & Hashable>: Hashable, Sendable {
  case anything
  /// Values in canonical order. Made by `oneOf`, so that equal sets are equal values.
  case among([Value])

  /// One of these. An empty set, which nothing could satisfy, or more than 32 values are a bug of the caller.
  public static func oneOf(_ values: [Value]) -> Wildcard {
    let sorted = Set(values).map { (value: $0, bytes: $0.canonicalBytes) }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    precondition((1...WildcardLimits.mostValues).contains(sorted.count), "a wildcard names 1 to 32 values")
    return .among(sorted.map(\.value))
  }

  /// Exactly this.
  public static func only(_ value: Value) -> Wildcard { .among([value]) }

  public func allows(_ value: Value) -> Bool {
    switch self {
    case .anything: true
    case .among(let values): values.contains(value)
    }
  }

  /// Whether one of the values is allowed. A wildcard for anything allows also none.
  public func allowsOne(of values: [Value]) -> Bool {
    switch self {
    case .anything: true
    case .among(let allowed): values.contains(where: allowed.contains)
    }
  }

  /// Whether it says anything, so that an item about which nobody says the property does not match.
  var demands: Bool { self != .anything }

  /// The member that stands for it, absent for anything.
  var member: JSON? {
    switch self {
    case .anything: nil
    case .among(let values): values.json
    }
  }

  /// From the member that stands for it.
  init(member values: [Value]?) throws(CodingError) {
    guard let values else {
      self = .anything
      return
    }
    guard (1...WildcardLimits.mostValues).contains(values.count) else {
      throw CodingError(.tooMany, "a wildcard names 1 to \(WildcardLimits.mostValues) values")
    }
    let bytes = values.map(\.canonicalBytes)
    guard zip(bytes, bytes.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else {
      throw CodingError(.notCanonical, "the values of a wildcard are sorted by their bytes, and each is there once")
    }
    self = .among(values)
  }
}

/// Bounds of every wildcard.
enum WildcardLimits {
  static let mostValues = 32
}
