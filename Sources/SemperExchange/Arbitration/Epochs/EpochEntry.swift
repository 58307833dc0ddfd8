public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One sealing key of the arbiter's and the time for which it serves. Exchanges pin it with its number and the policy.
public struct EpochEntry: Hashable, Sendable, CanonicalValue {
  public enum Stage: String, Sendable, CanonicalValue {
    /// New exchanges pin it.
    case offered
    /// A later one is offered; exchanges that pinned this one are still served.
    case ended
    /// Exchanges that pinned it are aborted, or their decisions repeated; the key is being destroyed.
    case destroying
    case destroyed
  }

  public let number: Int
  public let key: SealingPublicKey
  public let policy: ArbiterPolicy
  public let opened: Timestamp
  /// When it was last offered.
  public internal(set) var ended: Timestamp?
  public internal(set) var stage = Stage.offered

  init(number: Int, key: SealingPublicKey, policy: ArbiterPolicy, opened: Timestamp) {
    self.number = number
    self.key = key
    self.policy = policy
    self.opened = opened
  }

  /// The latest time at which an exchange of this epoch may close; `nil` while it is offered.
  public var lastClose: Timestamp? { ended?.advanced(by: policy.longestLife) }

  /// From when on the key may go: each exchange has closed, each window that a last call opened has ended, and the
  /// retention of the policy has passed. `nil` when it never goes.
  public var destruction: Timestamp? {
    guard let retention = policy.retention else { return nil }
    return lastClose?.advanced(by: max(retention, policy.longestWindow))
  }

  /// From when on a new epoch is due; `nil` when none is.
  public var rotation: Timestamp? {
    guard stage == .offered, let length = policy.epochLength else { return nil }
    return opened.advanced(by: length)
  }

  public var json: JSON {
    .fields([
      "ended": ended?.json, "number": number.json, "opened": opened.json, "policy": policy.json, "seal": key.json,
      "stage": stage.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    ended = try fields.optional("ended")
    number = try fields.value("number")
    opened = try fields.value("opened")
    policy = try fields.value("policy")
    key = try fields.value("seal")
    stage = try fields.value("stage")
    try fields.close()
    guard (stage == .offered) == (ended == nil) else {
      throw CodingError(.outOfRange, "an epoch that is offered has not ended")
    }
  }
}
