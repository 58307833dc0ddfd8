import PaymentWorlds
import SemperEcash
import SemperTestMoney
import SemperTesting
import Testing

/// Every payment system keeps every promise, in both roles and at the bank.
@Suite struct PaymentConformanceTests {
  @Test(arguments: PaymentSystemConformance.accountBased)
  func testmoneyConforms(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { TestMoneyUnderTest(time: $0) }
  }

  @Test(arguments: PaymentSystemConformance.cashLike, [ChangeRule.free, .refresh])
  func ecashConforms(_ behaviour: PaymentBehaviour, _ change: ChangeRule) async throws {
    try await behaviour.verify { try EcashUnderTest(time: $0, TestMint.Rules(change)) }
  }

  /// A line to the bank that fails at the n-th request.
  @Test(arguments: TestMoneyFaults.Fault.allCases, 0..<4)
  func testmoneyConformsThoughTheLineFails(_ fault: TestMoneyFaults.Fault, at number: Int) async throws {
    for behaviour in PaymentSystemConformance.accountBased where behaviour.name.hasPrefix("a part comes back") {
      try await behaviour.verify { time in
        TestMoneyUnderTest(time: time) { TestMoneyFaults($0, [number: fault]) }
      }
    }
  }
}
