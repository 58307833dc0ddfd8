import Logging
import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTesting
import Synchronization
import Testing

@testable import SemperExchange

@Suite struct TransferDeskTests {
  /// Keeps what it is given, and counts.
  private final class Shelf: TransferKeeper {
    let kept = Mutex<[TransferPackage]>([])
    func judge(_ arrived: ArrivedTransfer) async throws -> Refusal? { nil }
    func keep(_ arrived: ArrivedTransfer) async throws { kept.withLock { $0.append(arrived.package) } }
  }

  private struct Office {
    let parcel: Parcel
    let shelf = Shelf()
    let archive = InMemoryArchive()
    let time = VirtualTime(now: Parcel.start)

    func desk() -> TransferDesk {
      TransferDesk(
        key: parcel.recipients[0].key, sealingKey: parcel.recipients[0].sealing, keeper: shelf,
        journal: archive.journal, time: time, logger: Logger(label: "desk"))
    }
  }

  @Test func theSameLetterGetsTheSameReplyAlsoAfterARestartAndAfterClosing() async throws {
    let office = Office(parcel: try Parcel())
    let letter = try await office.parcel.letter()
    let first = try await office.desk().answer(letter, from: nil)
    guard case .kept(let receipt?) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(receipt.kind == .transferReceipt)
    let desk = office.desk()
    #expect(try await desk.answer(letter, from: nil) == first)
    office.time.advance(by: Span(seconds: 365 * 86_400))
    #expect(try await desk.answer(letter, from: nil) == first)
    #expect(office.shelf.kept.withLock(\.count) == 1)
  }

  @Test func fiftyCopiesAtOnceMakeOneReceipt() async throws {
    let office = Office(parcel: try Parcel())
    let letter = try await office.parcel.letter()
    let desk = office.desk()
    let replies = try await withThrowingTaskGroup(of: TransferReply.self) { group in
      for _ in 0..<50 { group.addTask { try await desk.answer(letter, from: nil) } }
      return try await group.reduce(into: Set<TransferReply>()) { $0.insert($1) }
    }
    #expect(replies.count == 1)
    #expect(office.shelf.kept.withLock(\.count) == 1)
  }

  @Test func anotherPackageUnderTheSameIDIsRefusedAndKeptAsEvidence() async throws {
    let office = Office(parcel: try Parcel())
    let letter = try await office.parcel.letter()
    let desk = office.desk()
    let reply = try await desk.answer(letter, from: nil)
    let later = try await office.parcel.prepared(at: Parcel.start.advanced(by: Span(seconds: 1)))
    let other = later.letter(number: 0)
    for _ in 0..<3 {
      let refusal = await #expect(throws: Refusal.self) { try await desk.answer(other, from: nil) }
      #expect(refusal?.code == .idReused && refusal?.blame == .peer)
    }
    let machine = try #require(try await office.desk().machine(of: letter.journalledManifest))
    let contradiction = try #require(machine.contradiction)
    #expect(contradiction.digest == later.content.digest)
    #expect(machine.reply == reply)
    let first = try #require(machine.letter)
    guard case .signed(let origin) = first.manifest else {
      Issue.record("the manifest is signed")
      return
    }
    let bundle = try TransferBundle(manifest: letter.journalledManifest, statements: [origin, contradiction])
    let verdict = TransferJudge.judge(bundle, trusted: [])
    #expect(verdict.proves(.contradicted(by: office.parcel.sender.thumbprint)))
    #expect(office.shelf.kept.withLock(\.count) == 1)
  }

  /// Ids belong to their senders: a stranger cannot spoil one by using it first.
  @Test func anIDOfAnotherSenderIsAnotherTransfer() async throws {
    let office = Office(parcel: try Parcel(options: TransferOptions(isConfidential: false)))
    let desk = office.desk()
    let thief = SigningKey()
    let letter = try await office.parcel.letter()
    let manifest = letter.journalledManifest
    let copy = try TransferManifest(
      id: manifest.id, sender: thief.publicKey, recipients: manifest.recipients, form: manifest.form,
      package: manifest.package, length: manifest.length, key: nil, asksReceipt: false, issued: manifest.issued,
      closes: manifest.closes)
    let spoiled = TransferLetter(
      manifest: .signed(try VerifiedStatement(signing: copy, with: [thief]).signed), envelope: nil, body: letter.body)
    _ = try await desk.answer(spoiled, from: nil)
    guard case .kept(_?) = try await desk.answer(letter, from: nil) else {
      Issue.record("it is spoiled")
      return
    }
  }

  @Test func whatDoesNotVerifyOrComesTooLateLeavesNothing() async throws {
    let office = Office(parcel: try Parcel())
    let desk = office.desk()
    let letter = try await office.parcel.letter()
    let bad = TransferLetter(manifest: letter.manifest, envelope: letter.envelope, body: ByteString([1]))
    _ = await #expect(throws: Refusal.self) { try await desk.answer(bad, from: nil) }
    office.time.advance(by: Span(seconds: 30 * 86_400))
    let refusal = await #expect(throws: Refusal.self) { try await desk.answer(letter, from: nil) }
    #expect(refusal?.code == .tooLate)
    #expect(try await office.archive.journal.conversations(of: "transfer-recipient").isEmpty)
  }
}
