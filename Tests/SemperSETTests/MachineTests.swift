import SemperCoding
import SemperEngine
import SemperModel
import Testing

@testable import SemperSET

/// The machines move by move.
@Suite struct MachineTests {
  private let euros = Money(minorUnits: 2_500, .euro)

  /// A machine that is also read back from its journal after each move, as a restarted one.
  private struct Played<Machine: ProtocolMachine & Equatable> {
    private(set) var machine: Machine
    private let fresh: Machine
    private var journal = [[UInt8]]()

    init(_ machine: Machine) { (self.machine, fresh) = (machine, machine) }

    mutating func handle(_ event: Machine.Event) throws -> [Machine.Action] {
      let actions = machine.handle(event, at: Market.now)
      journal.append(event.canonicalBytes)
      var replayed = fresh
      for bytes in journal { _ = replayed.handle(try Machine.Event(canonicalBytes: bytes), at: Market.now) }
      #expect(replayed == machine && replayed.outstandingActions == machine.outstandingActions)
      #expect(!machine.isFinished || machine.outstandingActions.isEmpty)
      return actions
    }
  }

  @Test func aCardholderAsksBeforeItSignsAndInquiresWhenInDoubt() throws {
    var play = Played(CardholderMachine())
    let refusal = Refusal(.badSignature, blame: .peer, "forged")
    #expect(play.machine.outstandingActions == [.writeBeginning])
    #expect(try play.handle(.begun(message: [1])) == [.send(message: [1])])
    #expect(try play.handle(.timedOut) == [.send(message: [1])])
    #expect(try play.handle(.signed(message: [9])) == [], "nothing is signed before the person has agreed")
    #expect(try play.handle(.offered) == [.askPerson])
    #expect(try play.handle(.approved) == [.writePurchase])
    #expect(try play.handle(.signed(message: [2])) == [.send(message: [2])])
    #expect(try play.handle(.refused(refusal)) == [.inquire], "a bad answer is no answer: the money may be gone")
    #expect(try play.handle(.timedOut) == [.inquire])
    #expect(try play.handle(.declined) == [])
    #expect(try play.handle(.answered(.orderReceived)) == [.inquire])
    #expect(try play.handle(.answered(.orderNotReceived)) == [.send(message: [2])])
    #expect(try play.handle(.answered(.authorizationPerformed)) == [])
    #expect(play.machine.outcome == .paid(.authorizationPerformed))
    #expect(try play.handle(.timedOut) == [])
  }

  @Test func aCardholderThatDeclinesHasPaidNothing() throws {
    var play = Played(CardholderMachine())
    _ = try play.handle(.begun(message: [1]))
    _ = try play.handle(.offered)
    _ = try play.handle(.declined)
    #expect(play.machine.outcome == .notBought(nil))
  }

  @Test func aMerchantRepeatsUntilItKnows() throws {
    var play = Played(MerchantMachine())
    #expect(try play.handle(.capture(euros)) == [])
    #expect(try play.handle(.purchaseReceived) == [.writeApproval])
    #expect(try play.handle(.written(message: [1])) == [.send(message: [1])])
    #expect(try play.machine.isInDoubt && play.handle(.timedOut) == [.send(message: [1])])
    #expect(try play.handle(.close) == [], "not while money may be moving")
    #expect(try play.handle(.approved(euros)) == [.answer])
    #expect(try play.handle(.told) == [])
    #expect(try play.handle(.capture(Money(minorUnits: 2_501, .euro))) == [], "not more than is held")
    #expect(try play.handle(.capture(euros)) == [.writeCapture(euros)])
    #expect(try play.handle(.written(message: [2])) == [.send(message: [2])])
    #expect(try play.handle(.done) == [.answer])
    #expect(play.machine.money == .captured(euros, credited: .zero(.euro)))
    _ = try play.handle(.told)
    #expect(try play.handle(.void) == [])
    let half = Money(minorUnits: 1_250, .euro)
    for _ in 0..<2 {
      #expect(try play.handle(.credit(half)) == [.writeCredit(half)])
      _ = try play.handle(.written(message: [3]))
      _ = try play.handle(.done)
      _ = try play.handle(.told)
    }
    #expect(try play.handle(.credit(half)) == [], "not more than was captured")
    _ = try play.handle(.close)
    #expect(play.machine.isFinished)
  }

  @Test func aHoldThatCannotBeCapturedStaysAHold() throws {
    var play = Played(MerchantMachine())
    for event in [MerchantEvent.purchaseReceived, .written(message: [1]), .approved(euros), .told, .capture(euros)] {
      _ = try play.handle(event)
    }
    _ = try play.handle(.written(message: [2]))
    _ = try play.handle(.notDone(Refusal(.expired, blame: .provider, "the hold has ended")))
    #expect(play.machine.money == .held(euros))
  }
}
