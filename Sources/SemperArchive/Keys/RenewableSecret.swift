import SemperCryptography
import SemperModel

/// A secret that is replaced from time to time, in a store that never replaces one. It stands in turn under two names and is
/// numbered, so that whoever is killed in between has the earlier one or the later one, and never none.
///
/// For one process at a time.
public struct RenewableSecret: Sendable {
  private let keys: any KeyStore
  private let name: String

  /// - Parameter name: under which a secret that was never replaced may stand without a number.
  public init(named name: String, in keys: any KeyStore) {
    self.keys = keys
    self.name = name
  }

  /// A secret and where it stands.
  private struct Standing: Discreet {
    let number: UInt64
    let place: String
    let secret: [UInt8]
  }

  private var places: [String] { [name + "/even", name + "/odd"] }

  /// The newest one; `nil` when none was ever stored. Throws what the store does.
  public func current() async throws -> [UInt8]? { try await standing().first?.secret }

  /// Puts another in its place and destroys the earlier one; returns when both are durable.
  public func replace(with secret: [UInt8]) async throws {
    let known = try await standing()
    let number = (known.first?.number ?? 0) + 1
    // What a kill has left over goes first: the place may be taken.
    for left in known.dropFirst() { try await keys.destroy(named: left.place) }
    try await keys.store(number.bigEndianBytes + secret, named: places[Int(number % 2)])
    if let replaced = known.first { try await keys.destroy(named: replaced.place) }
  }

  /// What is there, the newest first.
  private func standing() async throws -> [Standing] {
    var found: [Standing] = []
    if let first = try await keys.secret(named: name) { found.append(Standing(number: 0, place: name, secret: first)) }
    for place in places {
      guard let bytes = try await keys.secret(named: place) else { continue }
      guard bytes.count >= 8 else { throw ArchiveError(.corrupt, "the secret “\(place)” has no number") }
      let number = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
      found.append(Standing(number: number, place: place, secret: Array(bytes.dropFirst(8))))
    }
    return found.sorted { $0.number > $1.number }
  }
}

extension UInt64 {
  fileprivate var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) } }
}
