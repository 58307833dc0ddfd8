import SemperModel

/// A purchase that the merchant has verified as far as it can: the order is the cardholder's; the card is not known to it.
public struct PurchaseReceived: Sendable {
  public let open: OpenOrder
  let instructions: OIData
  let payment: PIDualSigned
  public let cardholder: SETCertificate
}
