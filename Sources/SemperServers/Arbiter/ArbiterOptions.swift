public import SemperCommerce
public import SemperExchange
public import SemperModel

/// What an arbiter is started with beside what every role is.
public struct ArbiterOptions: Sendable {
  /// What exchanges that begin from now on pin.
  public var policy: ArbiterPolicy
  public var limits: ArbiterLimits
  /// The file outside the home, and outside its backups, that holds the newest checkpoint.
  public var checkpointFile: String?
  /// The keys of the witnesses whose cosignatures are kept. With one, and without a checkpoint file, a log that has
  /// entries waits for it before anything is decided.
  public var witnesses: Set<Thumbprint>
  /// How long it waits in disputes; these it hears only with a trust list.
  public var disputes: DisputeTimes

  public init(
    policy: ArbiterPolicy, limits: ArbiterLimits = ArbiterLimits(), checkpointFile: String? = nil,
    witnesses: Set<Thumbprint> = [], disputes: DisputeTimes = DisputeTimes()
  ) {
    self.policy = policy
    self.limits = limits
    self.checkpointFile = checkpointFile
    self.witnesses = witnesses
    self.disputes = disputes
  }
}
