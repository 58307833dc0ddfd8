import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperServers
import SemperTesting
import SemperWallet
import Testing

@Suite("What the programs log", .serialized)
struct LogTests {
  @Test("At the finest level the log of a whole market and a wallet holds no secret, no coin and no token")
  func secrets() async throws {
    let log = CapturedLog()
    let wanted = try await Market.run(
      .init(
        logger: log.logger, window: Span(seconds: 900), within: Span(seconds: 1_800), patience: Span(seconds: 600))
    ) { market in
      let seed = [UInt8](repeating: 7, count: 16) + Array("a seed to look for".utf8.prefix(16))
      let wallet = try await market.wallet(seed: seed)
      // Each kind of trouble logs something of its own: a strange peer, a shop that goes, a deal that goes well.
      let stranger = HandBuyer(market)
      let offer = try await stranger.offer()
      _ = try await stranger.post(try stranger.order(offer))
      _ = try await market.post("/deals/nonsense/messages", Array("{}".utf8))
      let coins = try await values(of: "purse_coins", in: wallet.home.archive)
      #expect(coins.count > 3)
      let restarting = RestartingTransport(next: market.transport, shop: market.shop, restarts: Counter())
      let second = try await market.wallet(over: restarting, home: "second")
      for wallet in [wallet, second] {
        let machine = try await wallet.buy(
          code: try await market.code(), at: await market.shop.address, patience: Span(seconds: 600))
        #expect(machine.end == "end.done")
      }
      var wanted: [[UInt8]] = [seed, stranger.secret.bytes]
      for role in ["authority", "bank", "arbiter", "shop"] {
        let file = try Data(contentsOf: URL(filePath: market.directory.path(of: "\(role)/unattended.key")))
        wanted.append(try Base64URL.decode(String(decoding: file, as: UTF8.self)))
      }
      for deal in try await wallet.deals.all() + second.deals.all() {
        let record = try #require(deal.record)
        wanted.append(record.opening.secret.bytes)
        for statement in record.outbox where statement.kind == .openResponder { wanted.append(statement.payload) }
      }
      try wallet.close()
      try second.close()
      return (bytes: wanted, texts: coins + (try tokens(market)))
    }
    // By now the roles have ended and let go of their homes.
    let text = log.text
    #expect(text.split(separator: "\n").count > 20, "\(text)")
    for bytes in wanted.bytes {
      let found = SecretSearch.findings(of: bytes, inText: text)
      #expect(found.isEmpty, "the log holds \(found)")
    }
    for secret in wanted.texts { #expect(!text.contains(secret), "the log holds \(secret)") }
    // Nor any other key or digest: whatever has so many bytes is printed by no name of its own.
    let bytes = text.firstMatch(of: /\[\d{1,3}(, \d{1,3}){15,}\]/)
    #expect(bytes == nil, "the log holds bytes")
    // The search finds what is there.
    #expect(text.contains("a deal has ended"))
  }

  private func tokens(_ market: Market) throws -> [String] {
    let folder = market.directory.path(of: "authority/enrolment")
    return try FileManager.default.contentsOfDirectory(atPath: folder).map { name in
      try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// All longer texts in the values of a table.
  private func values(of table: String, in archive: SQLiteArchive) async throws -> [String] {
    let entries = try await archive.records.read {
      try $0.list(RecordTable(table), prefix: [], after: nil, limit: 1_000).map(\.value)
    }
    return try entries.flatMap { texts(in: try CanonicalJSON.decode($0)) }
      // The denomination's digest is public.
      .filter { $0.utf8.count >= 22 && !$0.hasPrefix("sha-256:") }
  }

  private func texts(in json: JSON) -> [String] {
    switch json {
    case .string(let text): [text]
    case .array(let list): list.flatMap(texts(in:))
    case .object(let object): object.members.flatMap { texts(in: $0.value) }
    case .null, .bool, .integer, .number: []
    }
  }
}
