public import SemperCoding

/// The two sides of a payment.
public enum PaymentParty: String, Sendable, CaseIterable, CanonicalValue {
  case payer, payee

  public var peer: PaymentParty {
    switch self {
    case .payer: .payee
    case .payee: .payer
    }
  }
}
