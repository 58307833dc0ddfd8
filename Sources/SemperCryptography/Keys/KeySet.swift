public import SemperModel

/// Public keys by their thumbprints: what a verifier may check signatures with.
///
/// A thumbprint names exactly one key, so putting a key into the set says nothing about whether its holder is trusted.
public struct KeySet: Sendable, Equatable {
  private var keys: [Thumbprint: PublicKey] = [:]

  public init(_ keys: [PublicKey] = []) {
    for key in keys { insert(key) }
  }

  public mutating func insert(_ key: PublicKey) { keys[key.thumbprint] = key }
  public subscript(thumbprint: Thumbprint) -> PublicKey? { keys[thumbprint] }
  public func adding(_ more: [PublicKey]) -> KeySet {
    var set = self
    for key in more { set.insert(key) }
    return set
  }

  /// All keys in the order of their thumbprints.
  public var sorted: [PublicKey] { keys.sorted { $0.key < $1.key }.map(\.value) }
}
