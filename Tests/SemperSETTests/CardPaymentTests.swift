import PaymentWorlds
import SemperTesting
import Testing

/// SET keeps what every payment system promises, in both roles and at the gateway.
@Suite struct CardPaymentTests {
  @Test(arguments: PaymentSystemConformance.accountBased)
  func conforms(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { try await SETUnderTest.founded($0) }
  }
}
