import SemperEcash
package import SemperEngine
import SemperPayments
package import SemperTesting

/// Every payment system that the conformance suite runs for, by name.
package enum PaymentWorld: String, CaseIterable, Sendable {
  case testmoney
  case ecash
  case ecashWithRefresh = "ecash with change by refresh"
  case set
  case chipper
  case chipperAtTheBank = "chipper, the module at the bank"
  case transfers = "sepa-inst, the payer's bank dying"
  case transfersToTheDying = "sepa-inst, the payee's bank dying"
  case transfersWithoutLocks = "sepa-inst without locks"

  package var behaviours: [PaymentBehaviour] {
    switch self {
    case .testmoney, .set: PaymentSystemConformance.accountBased
    case .ecash, .ecashWithRefresh, .chipper, .chipperAtTheBank: PaymentSystemConformance.cashLike
    case .transfers, .transfersToTheDying: PaymentSystemConformance.transfers
    case .transfersWithoutLocks: PaymentSystemConformance.locks
    }
  }

  /// A fresh world.
  package func make(_ time: VirtualTime) async throws -> any PaymentSystemUnderTest {
    switch self {
    case .testmoney: TestMoneyUnderTest(time: time)
    case .ecash: try EcashUnderTest(time: time)
    case .ecashWithRefresh: try EcashUnderTest(time: time, TestMint.Rules(.refresh))
    case .set: try await SETUnderTest.founded(time)
    case .chipper: ChipperUnderTest(time: time)
    case .chipperAtTheBank: ChipperUnderTest(time: time, hosted: true)
    case .transfers: TransfersUnderTest(time: time)
    case .transfersToTheDying: TransfersUnderTest(time: time, mortal: .payee)
    case .transfersWithoutLocks: TransfersUnderTest(time: time, locking: false)
    }
  }
}
