import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import Testing

@testable import SemperExchange

@Suite struct SenderTableTests {
  private struct Run {
    var machine = TransferSenderMachine()
    let parcel: Parcel
    let prepared: PreparedTransfer
    var manifest: TransferManifest { prepared.content }

    init(_ parcel: Parcel) async throws {
      self.parcel = parcel
      prepared = try await parcel.prepared()
      _ = machine.handle(.opened(parcel.order), at: Parcel.start)
      _ = machine.handle(.prepared(prepared), at: Parcel.start)
    }

    func key(_ number: Int) -> Thumbprint { parcel.recipients[number].key.thumbprint }
    mutating func handle(_ event: TransferSenderEvent) { _ = machine.handle(event, at: Parcel.start) }
    mutating func patienceEnds() {
      handle(.timePassed(Parcel.start.advanced(by: parcel.order.options.patience)))
    }
    mutating func closes() { handle(.timePassed(manifest.closes)) }
  }

  @Test func itPreparesFirstAndSendsTheJournalledBytes() async throws {
    let parcel = try Parcel()
    var machine = TransferSenderMachine()
    #expect(machine.outstandingActions.isEmpty && !machine.isFinished)
    #expect(machine.handle(.opened(parcel.order), at: Parcel.start) == [.prepare(parcel.order)])
    let prepared = try await parcel.prepared()
    let actions = machine.handle(.prepared(prepared), at: Parcel.start)
    let sent = actions.compactMap { action -> TransferLetter? in
      if case .send(let letter) = action { letter.letter } else { nil }
    }
    #expect(sent == (0..<2).map { prepared.letter(number: $0) })
    #expect(actions.contains(.wait(until: prepared.content.closes)))
    #expect(machine.outstandingActions == actions)
    #expect(machine.origin?.digest == prepared.content.digest)
  }

  @Test func aReceiptEndsOneConversationAndLeavesTheOther() async throws {
    var run = try await Run(Parcel())
    let receipt = try run.parcel.receipt(0, for: run.manifest)
    run.handle(.replied(.kept(receipt), from: run.key(0)))
    #expect(run.machine.outcome(for: run.key(0)) == .received(receipt))
    #expect(run.machine.outcome(for: run.key(1)) == nil && !run.machine.isFinished)
    run.closes()
    #expect(run.machine.outcome(for: run.key(1)) == .silent)
    #expect(run.machine.outcome(for: run.key(0)) == .received(receipt))
    #expect(run.machine.isFinished && run.machine.outstandingActions.isEmpty)
  }

  @Test func theFirstReplyStands() async throws {
    var run = try await Run(Parcel())
    let refusal = Refusal(.userDeclined, blame: .peer, "no")
    run.handle(.replied(.refused(refusal), from: run.key(0)))
    run.handle(.replied(.kept(try run.parcel.receipt(0, for: run.manifest)), from: run.key(0)))
    run.closes()
    #expect(run.machine.outcome(for: run.key(0)) == .refused(refusal))
  }

  @Test func withoutAnAgentSilenceLeavesNothing() async throws {
    var run = try await Run(Parcel())
    run.patienceEnds()
    #expect(!run.machine.outstandingActions.contains { if case .submit = $0 { true } else { false } })
    run.closes()
    #expect(run.machine.outcome(for: run.key(0)) == .silent)
    #expect(run.machine.outcome(for: run.key(0))?.tokens == [])
  }

  @Test func withAnAgentSilenceLeavesSubmissionAndTransportButNeverDelivery() async throws {
    var run = try await Run(Parcel(withAgent: true))
    run.patienceEnds()
    #expect(run.machine.outstandingActions.contains { if case .submit = $0 { true } else { false } })
    let submission = try run.parcel.submission(0, of: run.manifest)
    let transport = try run.parcel.transport(0, of: run.manifest)
    run.handle(.submitted(submission, for: run.key(0)))
    run.handle(.submitted(try run.parcel.submission(1, of: run.manifest), for: run.key(1)))
    run.handle(.transported(transport, to: run.key(0)))
    run.closes()
    #expect(run.machine.outcome(for: run.key(0)) == .transported(submission: submission, transport: transport))
    #expect(run.machine.outcome(for: run.key(1))?.tokens.map(\.kind) == [.transferSubmission])
    #expect(run.machine.isFinished)
  }

  /// It may have been read before it was refused, and nobody signs a refusal.
  @Test func aRefusalEndsNothingBeforeTheAgentHasSigned() async throws {
    let refusal = Refusal(.userDeclined, blame: .peer, "no")
    for tokenComes in [true, false] {
      var run = try await Run(Parcel(withAgent: true))
      run.handle(.replied(.refused(refusal), from: run.key(0)))
      #expect(run.machine.outcome(for: run.key(0)) == nil)
      let ours = run.machine.outstandingActions.filter { action in
        switch action {
        case .send(let letter), .submit(let letter, _), .follow(let letter, _): letter.recipient == run.key(0)
        case .prepare, .wait: false
        }
      }
      #expect(ours.count == 1 && ours.contains { if case .submit = $0 { true } else { false } })
      if tokenComes {
        run.handle(.submitted(try run.parcel.submission(0, of: run.manifest), for: run.key(0)))
      } else {
        run.closes()
      }
      #expect(run.machine.outcome(for: run.key(0)) == .refused(refusal))
    }
  }

  /// A token of transport without one of submission is out of order and changes nothing.
  @Test func transportBeforeSubmissionIsIgnored() async throws {
    var run = try await Run(Parcel(withAgent: true))
    run.handle(.transported(try run.parcel.transport(0, of: run.manifest), to: run.key(0)))
    run.closes()
    #expect(run.machine.outcome(for: run.key(0)) == .silent)
  }

  @Test func givingUpEndsEverythingWithWhatIsKnown() async throws {
    var run = try await Run(Parcel(withAgent: true))
    let submission = try run.parcel.submission(0, of: run.manifest)
    run.handle(.submitted(submission, for: run.key(0)))
    run.handle(.giveUp)
    #expect(run.machine.outcome(for: run.key(0)) == .submitted(submission))
    #expect(run.machine.outcome(for: run.key(1)) == .givenUp)
    #expect(run.machine.isFinished)
  }

  @Test func strangersAndOldTimesChangeNothing() async throws {
    var run = try await Run(Parcel())
    let before = run.machine.outstandingActions
    run.handle(.replied(.kept(nil), from: run.parcel.outsider.thumbprint))
    run.handle(.timePassed(Parcel.start))
    run.handle(.opened(run.parcel.order))
    run.handle(.prepared(run.prepared))
    #expect(run.machine.outstandingActions == before)
  }

  @Test func withoutAReceiptAsked() async throws {
    var run = try await Run(Parcel(options: TransferOptions(asksReceipt: false), withAgent: true))
    run.handle(.replied(.kept(nil), from: run.key(0)))
    #expect(run.machine.outcome(for: run.key(0)) == .acknowledged)
    let submission = try run.parcel.submission(1, of: run.manifest)
    let transport = try run.parcel.transport(1, of: run.manifest)
    run.handle(.submitted(submission, for: run.key(1)))
    run.handle(.transported(transport, to: run.key(1)))
    #expect(run.machine.outcome(for: run.key(1)) == .transported(submission: submission, transport: transport))
  }

  @Test func eventsReadBackAsThemselves() async throws {
    let parcel = try Parcel(withAgent: true)
    let prepared = try await parcel.prepared()
    let manifest = prepared.content
    let key = parcel.recipients[0].key.thumbprint
    let events: [TransferSenderEvent] = [
      .opened(parcel.order), .prepared(prepared), .replied(.kept(nil), from: key),
      .replied(.kept(try parcel.receipt(0, for: manifest)), from: key),
      .replied(.refused(Refusal(.userDeclined, blame: .peer, "no")), from: key),
      .submitted(try parcel.submission(0, of: manifest), for: key),
      .transported(try parcel.transport(0, of: manifest), to: key), .timePassed(manifest.closes), .giveUp,
    ]
    for event in events { #expect(try TransferSenderEvent(canonicalBytes: event.canonicalBytes) == event) }
  }
}
