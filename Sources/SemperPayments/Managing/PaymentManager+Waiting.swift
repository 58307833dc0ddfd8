import SemperEngine
public import SemperModel

extension PaymentManager {
  /// Names the operation by which we pay what was agreed, by the digest of the agreement. Whether it was begun `status` tells.
  public func payment(under agreement: Digest) -> PaymentID { PaymentID(of: agreement, .payer) }

  /// Likewise the operation by which we receive it.
  public func received(under agreement: Digest) -> PaymentID { PaymentID(of: agreement, .payee) }

  /// Returns when no operation runs any more: all are over, and the other sides have what had to be told to them.
  public func idle() async throws {
    while true {
      let wakings = desk.ends.wakings
      if desk.isIdle { return }
      try await desk.ends.wait(after: wakings)
    }
  }
}
