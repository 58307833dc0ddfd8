import ArgumentParser
import Foundation
import Logging
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements
import Synchronization

/// A party of an exchange that cheats, or that dies at the worst moment. It takes the options of an honest one.
struct HostileParty: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party", abstract: "A party of an exchange that does not keep its word.")

  @Option(help: "How it cheats.")
  var cheat: PartyCheat?
  @Option(help: "It kills itself after so many acts, before it has noted what came of the last one.")
  var diesAt: Int?
  @Option var home: String
  @Option var agreement: String
  @Option var trust: String
  @Option var port = 0
  @Option var address: String?
  @Option var logLevel = "info"

  func run() async throws {
    var logger = Logger(label: "semper-hostile", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .info
    let options = PartyOptions(
      home: home, http: HTTPServerConfiguration(port: port), publicAddress: try address.map { try Address($0) },
      trustFile: trust, agreementFile: agreement)
    try await PartyServer(options: options, hooks: hooks).run(logger: logger)
  }

  private var hooks: PartyHooks {
    let (cheat, acts, last, home) = (cheat, Acts(), diesAt, home)
    let spoilt = home + "-spoilt"
    return PartyHooks(
      sealed: { described in
        cheat == .badGoods ? try await Self.spoil(described, into: spoilt) : described
      },
      events: { events in
        if cheat == .lossyDisk, events.contains(where: Self.needsData) { Self.loseDownloads(in: home) }
        if let last, acts.next() == last { kill(getpid(), SIGKILL) }
        return cheat == .badEscrow ? events.map(Self.spoilEscrow) : events
      },
      pieces: { events in
        if let last, acts.next() == last { kill(getpid(), SIGKILL) }
        return events
      })
  }

  /// The same files with another first byte.
  private static func spoil(_ described: PreparedContent, into folder: String) async throws -> PreparedContent {
    let copy = folder + "/" + (described.directory as NSString).lastPathComponent
    if !FileManager.default.fileExists(atPath: copy) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: described.directory, toPath: copy)
      if let first = described.description.manifest.files.first {
        let handle = try FileHandle(forUpdating: URL(filePath: "\(copy)/\(first.path)"))
        let byte = try handle.read(upToCount: 1)?.first ?? 0
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: Data([byte ^ 1]))
        try handle.close()
      }
    }
    return try await PreparedContent.prepare(described.description.manifest, in: copy, secret: described.secret)
  }

  /// Whether the next act opens what was downloaded.
  private static func needsData(_ event: ExchangeEvent) -> Bool {
    if case .goodsFetched = event { true } else { false }
  }

  private static func loseDownloads(in home: String) {
    let files = FileManager.default.enumerator(atPath: home)
    while let file = files?.nextObject() as? String {
      if file.hasSuffix(".ciphertext") { try? FileManager.default.removeItem(atPath: home + "/" + file) }
    }
  }

  private static func spoilEscrow(_ event: ExchangeEvent) -> ExchangeEvent {
    guard case .locked(let commitment) = event else { return event }
    return .locked(Commitment(escrow: ByteString([1, 2, 3]), locked: commitment.locked))
  }

  private final class Acts: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }
}
