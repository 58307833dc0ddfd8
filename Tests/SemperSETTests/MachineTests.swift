import SemperModel
import Testing

@testable import SemperSET

/// The machines move by move.
@Suite struct MachineTests {
  private let euros = Money(minorUnits: 2_500, .euro)

  @Test func aCardholderAsksBeforeItSignsAndInquiresWhenInDoubt() {
    var machine = CardholderMachine()
    #expect(machine.outstandingActions == [.writeBeginning])
    #expect(machine.handle(.begun(message: [1])) == [.send(message: [1])])
    #expect(machine.handle(.timedOut) == [.send(message: [1])])
    #expect(machine.handle(.signed(message: [9])) == [], "nothing is signed before the person has agreed")
    #expect(machine.handle(.offered) == [.askPerson])
    #expect(machine.handle(.approved) == [.writePurchase])
    #expect(machine.handle(.signed(message: [2])) == [.send(message: [2])])
    #expect(machine.handle(.timedOut) == [.inquire])
    let refusal = SETRefusal(.signature, "forged")
    #expect(machine.handle(.refused(refusal)) == [.inquire], "a bad answer is no answer: the money may be gone")
    #expect(machine.handle(.declined) == [])
    #expect(machine.handle(.answered(.orderReceived)) == [.inquire])
    #expect(machine.handle(.answered(.authorizationPerformed)) == [.finish(.paid(.authorizationPerformed))])
    #expect(machine.isFinished && machine.handle(.timedOut) == [])
  }

  @Test func aCardholderThatDeclinesHasPaidNothing() {
    var machine = CardholderMachine()
    _ = machine.handle(.begun(message: [1]))
    _ = machine.handle(.offered)
    #expect(machine.handle(.declined) == [.finish(.notBought(nil))])
  }

  @Test func aMerchantRepeatsUntilItKnows() {
    var machine = MerchantMachine()
    #expect(machine.handle(.capture(euros)) == [])
    #expect(machine.handle(.purchaseReceived) == [.writeApproval])
    #expect(machine.handle(.written(message: [1])) == [.send(message: [1])])
    #expect(machine.isInDoubt && machine.handle(.timedOut) == [.send(message: [1])])
    #expect(machine.handle(.approved(euros)) == [.answer])
    #expect(machine.handle(.capture(Money(minorUnits: 2_501, .euro))) == [], "not more than is held")
    #expect(machine.handle(.capture(euros)) == [.writeCapture(euros)])
    #expect(machine.handle(.written(message: [2])) == [.send(message: [2])])
    #expect(machine.handle(.done) == [.answer])
    #expect(machine.money == .captured(euros, credited: .zero(.euro)))
    #expect(machine.handle(.void) == [])
    let half = Money(minorUnits: 1_250, .euro)
    for _ in 0..<2 {
      #expect(machine.handle(.credit(half)) == [.writeCredit(half)])
      _ = machine.handle(.written(message: [3]))
      _ = machine.handle(.done)
    }
    #expect(machine.handle(.credit(half)) == [], "not more than was captured")
  }
}
