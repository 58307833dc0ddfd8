import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperExchange

@Suite struct RecipientTableTests {
  @Test func itKeepsBeforeItSigns() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    var machine = TransferRecipientMachine()
    #expect(machine.outstandingActions.isEmpty)
    #expect(machine.handle(.arrived(letter), at: Parcel.start) == [.judge(letter)])
    #expect(machine.handle(.judged(nil), at: Parcel.start) == [.keep(letter)])
    let manifest = letter.journalledManifest
    #expect(machine.handle(.kept, at: Parcel.start) == [.sign(manifest)])
    let receipt = try parcel.receipt(0, for: manifest)
    #expect(machine.handle(.signed(receipt), at: Parcel.start).isEmpty)
    #expect(machine.reply == .kept(receipt) && machine.isFinished)
  }

  @Test func whatIsNotWantedIsNeitherKeptNorSignedFor() async throws {
    let letter = try await Parcel().letter()
    var machine = TransferRecipientMachine()
    _ = machine.handle(.arrived(letter), at: Parcel.start)
    let refusal = Refusal(.userDeclined, blame: .us, "no")
    #expect(machine.handle(.judged(refusal), at: Parcel.start).isEmpty)
    _ = machine.handle(.kept, at: Parcel.start)
    #expect(machine.reply == .refused(refusal))
  }

  @Test func withoutAReceiptAskedNothingIsSigned() async throws {
    let letter = try await Parcel(options: TransferOptions(asksReceipt: false)).letter()
    var machine = TransferRecipientMachine()
    for event in [TransferRecipientEvent.arrived(letter), .judged(nil), .kept] {
      _ = machine.handle(event, at: Parcel.start)
    }
    #expect(machine.reply == .kept(nil))
  }

  @Test func eventsOutOfTurnChangeNothing() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    let receipt = try parcel.receipt(0, for: letter.journalledManifest)
    var machine = TransferRecipientMachine()
    for event in [TransferRecipientEvent.judged(nil), .kept, .signed(receipt)] {
      #expect(machine.handle(event, at: Parcel.start).isEmpty)
    }
    _ = machine.handle(.arrived(letter), at: Parcel.start)
    for event in [TransferRecipientEvent.kept, .signed(receipt), .arrived(try await Parcel(seed: 9).letter())] {
      _ = machine.handle(event, at: Parcel.start)
      #expect(machine.outstandingActions == [.judge(letter)])
    }
  }

  @Test func eventsReadBackAsThemselves() async throws {
    let parcel = try Parcel()
    let letter = try await parcel.letter()
    guard case .signed(let signed) = letter.manifest else { preconditionFailure("the manifest is signed") }
    let events: [TransferRecipientEvent] = [
      .arrived(letter), .judged(nil), .judged(Refusal(.userDeclined, blame: .us, "no")), .kept,
      .signed(try parcel.receipt(0, for: letter.journalledManifest)), .contradicted(signed),
    ]
    for event in events {
      #expect(try TransferRecipientEvent(canonicalBytes: event.canonicalBytes, limits: TransferLetter.limits) == event)
    }
  }
}
