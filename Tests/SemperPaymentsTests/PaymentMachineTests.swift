import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import Testing

/// The rules that every payment system shares, move by move.
@Suite struct PaymentMachineTests {
  typealias Machine = PaymentMachine<ScriptedSide>

  private let agreement: TestAgreement
  private let start = TestAgreement.now

  init() throws { agreement = try TestAgreement() }

  private func opened(_ script: String, as task: PaymentTask? = nil) throws -> Machine {
    var machine = Machine()
    let opening = PaymentOpening(
      id: try PaymentID(bytes: Array(repeating: 1, count: 16)),
      key: IdempotencyKey(try Nonce(bytes: Array(repeating: 2, count: 32))),
      task: task ?? .pay(agreement.agreement),
      purse: PurseDescriptor(
        id: try PurseID(bytes: Array(repeating: 3, count: 16)), scheme: SchemeID("scripted", 1),
        paymentClass: .accountBased, brand: "brand", bank: "bank", role: .both,
        limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 1_000, .euro)),
        properties: TestAgreement.properties()),
      particulars: ByteString(Array(script.utf8)), entropy: try Nonce(bytes: Array(repeating: 4, count: 32)),
      time: start)
    _ = machine.handle(.opened(opening), at: start)
    return machine
  }

  private func answer(_ text: String) -> PaymentEvent { .answered(0, ByteString(Array(text.utf8))) }
  private var wish: PaymentEvent { .cancelWished(Refusal(.userDeclined, blame: .us, "no")) }

  @Test func whatIsNotCommittedIsCancelledForSure() throws {
    var machine = try opened("ask")
    #expect(machine.record?.state == .journaled)
    _ = machine.handle(wish, at: start)
    #expect(machine.record?.state == .cancelled)
    // The payee is told; the inquiry is withdrawn.
    #expect(machine.outstandingActions.count == 1 && !machine.isFinished)
    // What the bank answers now changes nothing.
    _ = machine.handle(answer("settle"), at: start)
    #expect(machine.record?.state == .cancelled)
  }

  @Test(arguments: ["commit", "tell"]) func whatIsCommittedIsNotCancelled(_ script: String) throws {
    var machine = try opened(script)
    #expect(machine.record?.state == .committed)
    _ = machine.handle(wish, at: start)
    #expect(machine.record?.state == .committed)
  }

  @Test func nothingFailsAfterTheCommitPointWithoutProof() throws {
    var machine = try opened("commit")
    _ = machine.handle(answer("say no"), at: start)
    #expect(machine.record?.state == .inDoubt)
    var proven = try opened("commit")
    _ = proven.handle(answer("refuse"), at: start)
    #expect(proven.record?.state == .failed)
    var early = try opened("ask")
    _ = early.handle(answer("say no"), at: start)
    #expect(early.record?.state == .failed)
  }

  @Test func silenceIsDoubtAndOnlyAnAnswerEndsIt() throws {
    var machine = try opened("commit")
    let timer = try #require(
      machine.outstandingActions.compactMap { action in
        if case .wait(let until) = action { until } else { nil }
      }.first)
    _ = machine.handle(.timePassed(timer), at: timer)
    #expect(machine.record?.state == .inDoubt)
    // The inquiry stays, with the same bytes.
    #expect(machine.outstandingActions.contains(.ask(0, Inquiry("ask", to: .provider, [1], commits: true))))
    _ = machine.handle(answer("settle"), at: timer)
    #expect(machine.record?.state == .settled && machine.isFinished)
  }

  @Test func whatMayNotBeRepeatedIsAskedAboutInstead() throws {
    var machine = try opened("once")
    _ = machine.handle(.doubted(0), at: start)
    #expect(machine.record?.state == .inDoubt)
    #expect(machine.outstandingActions == [.ask(1, Inquiry("query", to: .device, [2]))])
    _ = machine.handle(.answered(1, ByteString(Array("settle".utf8))), at: start)
    #expect(machine.record?.state == .settled)
  }

  @Test func whatIsNotMadeInTimeHasFailed() throws {
    var machine = try opened("ask")
    let end = start.advanced(by: Span(seconds: 60))
    _ = machine.handle(.timePassed(end), at: end)
    #expect(machine.record?.state == .failed && machine.record?.refusal?.code == .expired)
  }

  @Test func whatCannotBeginHasFailed() throws {
    let machine = try opened("impossible")
    #expect(machine.record?.state == .failed && machine.record?.refusal?.code == .notSupported)
  }

  @Test func aPayeeThatHadGivenUpIsPaidAllTheSame() throws {
    var machine = try opened("", as: .receive(agreement.agreement))
    let end = start.advanced(by: Span(seconds: 60))
    _ = machine.handle(.timePassed(end), at: end)
    #expect(machine.record?.state == .failed)
    let token = try agreement.token(.body(ByteString(Array("settle".utf8))), from: .payer)
    let event = try #require(try machine.judge(token, at: end))
    _ = machine.handle(event, at: end)
    #expect(machine.record?.state == .settled)
  }

  @Test func aPayeeAsksAndAPayerDecides() throws {
    var payee = try opened("", as: .receive(agreement.agreement))
    _ = payee.handle(wish, at: start)
    #expect(payee.record?.state == .journaled && payee.record?.wishesToCancel == true)
    let no = Refusal(.userDeclined, blame: .peer, "no")
    let plea = try agreement.token(.pleaseCancel(no), from: .payee)
    for (script, state) in [("ask", PaymentState.cancelled), ("commit", .committed)] {
      var payer = try opened(script)
      _ = payer.handle(try #require(try payer.judge(plea, at: start)), at: start)
      #expect(payer.record?.state == state)
    }
    let word = try agreement.token(.gaveUp(no), from: .payer)
    _ = payee.handle(try #require(try payee.judge(word, at: start)), at: start)
    #expect(payee.record?.state == .cancelled)
  }

  /// What was refused for good leaves a gap, and does not stop what comes after it; too late, it stays refused.
  @Test func theOtherSideGoesOnAfterARefusedToken() throws {
    var machine = try opened("", as: .receive(agreement.agreement))
    let refused = try agreement.token(.body(ByteString(Array("bad".utf8))), from: .payer)
    #expect(throws: Refusal.self) { try machine.judge(refused, at: start) }
    let second = try agreement.token(.body(ByteString([2])), from: .payer, number: 1)
    let third = try agreement.token(.body(ByteString([3])), from: .payer, number: 2)
    for token in [second, third] { _ = machine.handle(try #require(try machine.judge(token, at: start)), at: start) }
    #expect(machine.record?.received == [second, third])
    let late = try agreement.token(.body(ByteString([1])), from: .payer)
    for token in [refused, late] {
      let refusal = #expect(throws: Refusal.self) { try machine.judge(token, at: start) }
      #expect(refusal?.code == .idempotencyConflict)
    }
    #expect(try machine.judge(second, at: start) == nil)
  }

  @Test func tokensAreTakenOnceInOrderAndFromTheOtherSideOnly() throws {
    var machine = try opened("", as: .receive(agreement.agreement))
    let first = try agreement.token(.body(ByteString([1])), from: .payer)
    _ = machine.handle(try #require(try machine.judge(first, at: start)), at: start)
    #expect(try machine.judge(first, at: start) == nil)
    let other = try agreement.token(.body(ByteString([3])), from: .payer)
    let refused: [(SignedStatement, RefusalCode)] = [
      (other, .idempotencyConflict),
      (try agreement.token(.body(ByteString([2])), from: .payee, number: 1), .wrongSigner),
      (try agreement.token(.body(ByteString([2])), from: .payer, number: 1, by: agreement.payee), .wrongSigner),
      (try agreement.token(.body(ByteString([2])), from: .payer, number: 1, by: SigningKey()), .badSignature),
      (
        try agreement.token(.body(ByteString([2])), from: .payer, number: 1, about: Digest(plain: [7])),
        .unknownPayment
      ),
      (try agreement.token(.body(ByteString(Array("bad".utf8))), from: .payer, number: 1), .malformed),
    ]
    for (token, code) in refused {
      let refusal = #expect(throws: Refusal.self) { try machine.judge(token, at: start) }
      #expect(refusal?.code == code)
    }
  }

  @Test func whatWeSayIsSignedOnceAndBroughtUntilItArrives() throws {
    var machine = try opened("tell")
    guard case .sign(let token)? = machine.outstandingActions.first else {
      Issue.record("nothing to sign")
      return
    }
    let one = try VerifiedStatement(signing: token, with: [agreement.payer]).signed
    let two = try VerifiedStatement(signing: token, with: [agreement.payer]).signed
    _ = machine.handle(.signed(0, one), at: start)
    _ = machine.handle(.signed(0, two), at: start)
    #expect(machine.outstandingActions.first == .deliver(0, one))
    _ = machine.handle(.delivered(0), at: start)
    #expect(!machine.outstandingActions.contains(.deliver(0, one)))
  }

  @Test func eventsReadBackAsTheyWere() throws {
    let token = try agreement.token(.gaveUp(Refusal(.expired, blame: .us, "late")), from: .payer)
    let events: [PaymentEvent] = [
      .received(token), .signed(3, token), .delivered(1), .turnedDown(2, Refusal(.expired, blame: .peer, "x")),
      .answered(0, ByteString([1])), .doubted(4), wish, .timePassed(start),
    ]
    for event in events { #expect(try PaymentEvent(canonicalBytes: event.canonicalBytes) == event) }
  }
}
