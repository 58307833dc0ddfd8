import PaymentWorlds
import SemperTesting
import Testing

/// Chipper keeps every promise of a payment system, in both roles and at the bank.
@Suite struct ConformanceTests {
  @Test(arguments: PaymentSystemConformance.cashLike)
  func chipperConforms(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { ChipperUnderTest(time: $0) }
  }

  /// The payee's module stays at its bank, and dies with it.
  @Test(arguments: PaymentSystemConformance.cashLike)
  func aModuleAtTheBankConforms(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { ChipperUnderTest(time: $0, hosted: true) }
  }

  /// Step by step, 2.00 at a time. A payer that dies between two steps has paid what it has paid and no more, which is no whole payment;
  /// so it dies in payments of one step.
  ///
  /// Nothing overtakes anything while one card makes its steps one after the other.
  @Test(arguments: PaymentSystemConformance.cashLike.filter { !$0.name.hasPrefix("tokens that overtake") })
  func meteredPaymentsConform(_ behaviour: PaymentBehaviour) async throws {
    let step: Int64 = behaviour.name.hasPrefix("the payer dies at every write") ? 100_00 : 2_00
    try await behaviour.verify { ChipperUnderTest(time: $0, metered: step) }
  }
}
