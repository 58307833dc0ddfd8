import PaymentWorlds
import SemperPayments
import SemperTesting
import Testing

/// Instant transfers between two banks keep every promise of a payment system, whichever bank dies and whatever is lost between
/// the two.
@Suite struct TransferConformanceTests {
  @Test(arguments: PaymentSystemConformance.transfers, PaymentParty.allCases)
  func transfersConform(_ behaviour: PaymentBehaviour, dying mortal: PaymentParty) async throws {
    try await behaviour.verify { TransfersUnderTest(time: $0, mortal: mortal) }
  }

  /// Who has no locks says so, and refuses.
  @Test(arguments: PaymentSystemConformance.locks)
  func transfersWithoutLocksRefuseThem(_ behaviour: PaymentBehaviour) async throws {
    try await behaviour.verify { TransfersUnderTest(time: $0, locking: false) }
  }

  @Test(arguments: BadRoad.Loss.allCases)
  func transfersConformThoughBanksDoNotHearEachOther(_ loss: BadRoad.Loss) async throws {
    for behaviour in PaymentSystemConformance.transfers where behaviour.name.hasPrefix("a part comes back") {
      try await behaviour.verify { time in
        TransfersUnderTest(time: time) { BadRoad($0, losing: loss, 3) }
      }
    }
  }
}
