import Foundation
import Logging
import SemperArchive
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperServers

/// What a recipient signs for: the items of the offer that it has accepted, once, and nothing else.
@Suite struct PartyKeeperTests {
  private static let now = Timestamp(seconds: 1_795_000_000)
  private let sender = SigningKey()
  private let recipient = SigningKey()
  private let opening: ItemOpening
  private let offer: TransferOffer
  private let other: TransferOffer
  private let desk: TransferDesk
  private let folder = FileManager.default.temporaryDirectory.path + "/semper-keeper-\(UUID().uuidString)"

  init() throws {
    var numbers = SeededNumbers(5)
    let path = "proposer/1-statement"
    opening = OpeningSecret(using: &numbers).opening(for: path)
    let (from, to) = (sender.publicKey, recipient.thumbprint)
    func made(_ text: String) throws -> TransferOffer {
      TransferOffer(
        number: Nonce(using: &numbers), sender: from, recipients: [to],
        items: [
          DescribedItem(
            path: path, salt: Nonce(using: &numbers), description: .statement(document: text.documentDigest))
        ], signers: [], address: try Address("http://127.0.0.1:1"), closes: Self.now.advanced(by: Span(seconds: 60)),
        terms: PartyTransferTerms(isConfidential: false))
    }
    offer = try made("my word")
    other = try made("another word")
    let (archive, time) = (InMemoryArchive(), VirtualTime(now: Self.now))
    let shelf = PartyShelf(
      peer: PeerClient(transport: InProcessTransport([:]), address: offer.address), records: archive.records,
      blobs: try FileBlobStore(directory: folder), folder: folder + "/received", time: time)
    desk = TransferDesk(
      key: recipient, sealingKey: nil,
      keeper: PartyKeeper(
        offer: offer, account: recipient.thumbprint, shelf: shelf, record: TransferRecord(records: archive.records),
        streams: PartyStreamIntake(shelf: shelf, exchange: offer.id, longest: [:]) { _ in }, time: time),
      journal: archive.journal, time: time, logger: Logger(label: "keeper"))
  }

  private func contents(of offer: TransferOffer, by key: SigningKey? = nil) throws -> TransferContents {
    let key = key ?? sender
    guard case .statement(let document) = offer.items[0].description else { preconditionFailure("it is a statement") }
    let word = try ConditionalStatement(
      exchange: offer.id, path: offer.items[0].path, document: document, opening: opening.digest,
      signer: key.thumbprint)
    return TransferContents(offer: offer, items: [.statement(try SignedStatement(word, signedBy: [key]), opening)])
  }

  private func letter(
    _ package: TransferPackage, _ number: UInt64 = 1, asksReceipt: Bool = true
  ) throws -> TransferLetter {
    var numbers = SeededNumbers(number)
    let manifest = try TransferManifest(
      id: ID(using: &numbers), sender: sender.publicKey, recipients: [recipient.thumbprint], form: package.form,
      package: Digest(of: package.bytes, for: .transferPackage), length: package.bytes.count, key: nil,
      asksReceipt: asksReceipt,
      issued: Self.now, closes: offer.closes)
    return TransferLetter(
      manifest: .signed(try SignedStatement(manifest, signedBy: [sender])), envelope: nil,
      body: ByteString(package.bytes))
  }

  private func code(_ reply: TransferReply) -> RefusalCode? {
    if case .refused(let refusal) = reply { refusal.code } else { nil }
  }

  private func answer(_ package: TransferPackage, _ number: UInt64 = 1) async throws -> TransferReply {
    try await desk.answer(try letter(package, number), from: nil)
  }

  @Test func whatWasAcceptedIsKeptAndSignedFor() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let package = try contents(of: offer).package
    let reply = try await answer(package)
    guard case .kept(let receipt) = reply else {
      Issue.record("\(reply)")
      return
    }
    #expect(receipt != nil)
    #expect(FileManager.default.fileExists(atPath: folder + "/received/proposer/1-statement"))
    // The same items under another letter would be signed for twice.
    let second = try await answer(package, 2)
    #expect(code(second) == .idReused)
  }

  /// A sender that wants no receipt though one was agreed on.
  @Test func aLetterHasWhatWasAgreed() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let package = try contents(of: offer).package
    let letter = try letter(package, 1, asksReceipt: false)
    #expect(code(try await desk.answer(letter, from: nil)) == .notAsOffered)
    #expect(code(try await answer(package, 3)) == nil)
  }

  @Test func anythingElseIsRefused() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let foreign = try await answer(contents(of: other).package)
    #expect(code(foreign) == .notAsOffered)
    let forged = try await answer(contents(of: offer, by: recipient).package, 3)
    #expect(code(forged) != nil)
    let text = try await answer(TransferPackage(form: Designation("text"), bytes: [1]), 4)
    #expect(code(text) == .malformed)
    #expect(!FileManager.default.fileExists(atPath: folder + "/received/proposer/1-statement"))
    // None of these has taken the place of the one that was accepted.
    let kept = try await answer(contents(of: offer).package, 5)
    #expect(code(kept) == nil)
  }
}
