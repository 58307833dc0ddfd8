import SemperTesting
import Testing

/// Chipper keeps every promise of a payment system, in both roles and at the bank.
@Suite struct ConformanceTests {
  @Test(arguments: PaymentSystemConformance.cashLike)
  func chipperConforms(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { ChipperUnderTest(time: $0) }
  }
}
