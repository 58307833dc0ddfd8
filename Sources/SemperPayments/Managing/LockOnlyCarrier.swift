public import SemperCryptography
import SemperModel

/// For a manager whose payments all go under locks: there its two sides tell each other nothing while money moves, so
/// there is nothing to carry, and what would have to be is refused.
public struct LockOnlyCarrier: PaymentCarrier {
  public init() {}

  public func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    throw Refusal(.notSupported, blame: .us, "payments are made under a lock here")
  }
}
