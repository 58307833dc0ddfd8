public import Logging
public import SemperArchive
public import SemperEngine

/// What a payment manager stands on.
public struct PaymentSurroundings: Sendable {
  public let archive: any Archive
  public let keys: PaymentKeys
  public let carrier: any PaymentCarrier
  public let time: any TimeSource
  public let retry: RetryPolicy
  public let logger: Logger

  public init(
    archive: any Archive, keys: PaymentKeys, carrier: any PaymentCarrier, time: any TimeSource,
    retry: RetryPolicy = RetryPolicy(), logger: Logger
  ) {
    self.archive = archive
    self.keys = keys
    self.carrier = carrier
    self.time = time
    self.retry = retry
    self.logger = logger
  }
}
