import Foundation
import SemperArchive
import SemperCoding
import SemperEngine
import SemperExchange
import SemperTesting
import Testing

/// What senders and recipients of transfers have written down once is read for ever (`Tests/Vectors/journals`).
///
/// SEMPER_WRITE_VECTORS=1 writes the journals of this build that are not there.
@Suite struct GoldenTransferTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Vectors/journals/transfer").standardizedFileURL

  private static let troubles = ["received": TransferWorld.Trouble(), "refused": TransferWorld.Trouble(unwilling: [0])]

  @Test(arguments: ["received", "refused"]) func whatWasWrittenOnceIsReadForEver(_ name: String) async throws {
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil { try await write(name) }
    let sender = try Self.read("sender-\(name)").difference(from: TransferSenderMachine(), end: Self.words)
    #expect(sender == nil)
    let recipient = try Self.read("recipient-\(name)").difference(from: TransferRecipientMachine(), end: Self.words)
    #expect(recipient == nil)
  }

  private static func words(_ machine: some ProtocolMachine) -> String { machine.isFinished ? "finished" : "goes on" }

  private static func file(_ name: String) -> URL { folder.appending(path: "\(name).json") }

  private static func read(_ name: String) throws -> GoldenJournal {
    try GoldenJournal(canonicalBytes: Array(Data(contentsOf: file(name))))
  }

  private func write(_ name: String) async throws {
    guard !FileManager.default.fileExists(atPath: Self.file("sender-\(name)").path) else { return }
    try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
    let parcel = try Parcel(recipients: 1)
    let world = TransferWorld(parcel, try #require(Self.troubles[name]), time: VirtualTime(now: Parcel.start))
    let (sender, recipient) = (InMemoryArchive(), InMemoryArchive())
    try await world.openDesk(0, recipient)
    try await world.send(sender)
    try await write(TransferSenderMachine(), of: sender, as: "sender-\(name)")
    try await write(TransferRecipientMachine(), of: recipient, as: "recipient-\(name)")
  }

  private func write<Machine: ProtocolMachine>(_ machine: Machine, of archive: InMemoryArchive, as name: String)
    async throws
  {
    let conversations = try await archive.journal.conversations(of: Machine.identity.name)
    let entries = try await archive.journal.entries(of: #require(conversations.first))
    let journal = try GoldenJournal(of: machine, made: .fields([:]), entries: entries, end: Self.words)
    try Data(journal.canonicalBytes).write(to: Self.file(name))
  }
}
