import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import Testing

/// A responder that binds itself twice: it sends one M2 and has the arbiter resolve the other.
@Suite struct SecondCommitmentTests {
  private static let resolving: [Moves.Move] = [.locked, .signedM1, .gotM2, .signedM3, .timer, .signedResolve]

  /// What the arbiter answers an originator that has got the first M2, after the responder has shown it the second.
  private func answer(_ moves: Moves, _ machine: ExchangeMachine) async throws -> ArbiterAnswer {
    let stage = moves.stage
    let record = ExchangeRecord(
      terms: stage.terms, items: stage.items, commitOriginator: moves.first, commitResponder: moves.twin)
    _ = try await stage.arbiter.answer(stage.sign(.resolve(record), as: .responder), at: Stage.start)
    guard case .askArbiter(let call, _) = machine.outstandingActions.first else {
      preconditionFailure("the originator asks the arbiter")
    }
    return try await stage.arbiter.answer(call, at: Stage.start)
  }

  @Test func theOriginatorGoesOnWithTheOneThatTheArbiterNames() async throws {
    let moves = try Moves(Stage(originator: [.receipt], responder: [.money]), as: .originator)
    var machine = moves.machine(after: Self.resolving)
    let answer = try await answer(moves, machine)
    let event = try moves.stage.verifier.event(answer, for: machine, with: moves.stage.reply)
    guard case .decided(_, .some, commitResponder: moves.twin) = event else {
      Issue.record("the second M2 or the opening did not come along")
      return
    }
    _ = machine.handle(event, at: Stage.start)
    #expect(Moves.words(machine) == "secure by decision")
    #expect(machine.commits == [moves.first.digest, moves.twin.digest])
  }

  /// Without that M2 at hand, or to a responder, whose M2 it is not, such a decision says nothing.
  @Test func aDecisionOnCommitmentsThatAreNotOursIsRefused() async throws {
    let moves = try Moves(Stage(originator: [.receipt], responder: [.money]), as: .originator)
    let machine = moves.machine(after: Self.resolving)
    let good = try await answer(moves, machine)
    let verifier = try moves.stage.verifier
    guard case .received(let second) = moves[.gotM2] else { return }
    for other in [nil, second] {
      let bad = ArbiterAnswer(decision: good.decision, sealed: good.sealed, commitResponder: other)
      let refusal = #expect(throws: Refusal.self) {
        try verifier.event(bad, for: machine, with: moves.stage.reply)
      }
      #expect(refusal?.code == .badSignature)
    }
    let theirs = try Moves(moves.stage, as: .responder)
    let responder = theirs.machine(after: [.gotM1, .locked, .signedM2])
    #expect(responder.commits != nil)
    #expect(throws: Refusal.self) { try verifier.event(good, for: responder, with: moves.stage.reply) }
  }

  /// Whoever had a complaint about one commitment turn the decision on another could be given the peer's secret first.
  @Test func aComplaintCountsForTheCommitmentsOfTheDecisionOnly() async throws {
    let bad = try await BadGoods()
    let trade = bad.trade
    _ = try await trade.ask(try trade.resolve(by: .responder))
    let (_, other) = try await trade.ask(try trade.answeredAgain().complain(bad.proof), after: 10)
    #expect(other.verdict == .pending)
    let (_, ours) = try await trade.ask(try trade.complain(bad.proof), after: 20)
    #expect(ours.verdict == .aborted && ours.cause == .faultOriginator)
  }

  /// Its ciphertext is another one, so it is fetched before the arbiter is called about it.
  @Test(arguments: [Moves.Move.otherPending, .otherResolved])
  func anotherCiphertextIsFetchedFirst(_ decision: Moves.Move) throws {
    let moves = try Moves(Stage(originator: [.receipt], responder: [.data], mode: .viaArbiter), as: .originator)
    let before: [Moves.Move] = [.locked, .signedM1, .gotM2, .fetched, .signedResolve, decision]
    #expect(Moves.words(moves.machine(after: before)) == "fetch")
    #expect(Moves.words(moves.machine(after: before + [.fetched])) == "sign resolve")
    let again = before + [.fetched, .signedResolve]
    #expect(Moves.words(moves.machine(after: again + [.otherResolved])) == "check")
    #expect(Moves.words(moves.machine(after: again + [.otherResolved, .good])) == "completed")
    #expect(Moves.words(moves.machine(after: before.dropLast() + [.otherFailed])) == "aborted")
  }
}
