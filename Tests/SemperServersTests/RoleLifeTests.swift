import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperServers
import SemperTesting
import Testing

/// What becomes of a role that runs for long, or whose disk fails.
@Suite("The life of a role", .serialized)
struct RoleLifeTests {
  private let begin = SystemTime().now()

  @Test("A role that runs for months signs its description anew and has it listed")
  func renewal() async throws {
    try await running(VirtualTime(now: begin)) { authority, bank, transport, time in
      let first = try await description(bank, transport)
      #expect(first.issued == begin)
      // The authority's and the bank's, which waits for its next keys too.
      while time.waiting < 3 { await Task.yield() }
      let later = begin.advanced(by: Span(seconds: 45 * 86_400))
      time.advance(to: later)
      for role in [authority, bank] {
        while try await description(role, transport).issued < later {}
        #expect(try await description(role, transport).expires > begin.advanced(by: Span(seconds: 90 * 86_400)))
      }
      var listed = [Timestamp]()
      while listed.min() != later {
        let reply = try await get("/directory", authority, transport)
        listed = try [SignedStatement](json: CanonicalJSON.parse(reply.body))
          .map { try VerifiedStatement<RoleDescription>(verifying: $0, keys: KeySet()).content.issued }
      }
      #expect(listed.count == 2)
    }
  }

  /// A broken reference that SQLite notices only at the commit stands for a disk that fails then.
  @Test("A role whose archive takes nothing more ends with the reason, and its next start goes on")
  func failedDisk() async throws {
    try await running(VirtualTime(now: begin)) { authority, bank, transport, time in
      let client = MintClient(
        transport: transport, address: await bank.address, mint: try await description(bank, transport).key,
        auditors: .keys([]))
      func open() async throws {
        var generator = SystemRandomNumberGenerator()
        _ = try await client.openAccount(
          for: SigningKey(), currency: .euro, operation: ID(using: &generator), now: begin)
      }
      try await open()
      let archive = bank.home + "/archive.sqlite"
      let tables = try RawSQL.run(
        ["SELECT group_concat(name, ' ') FROM sqlite_master WHERE name GLOB 'record_*'"], on: archive
      )
      .split { !($0.isLetter || $0.isNumber || $0 == "_") }
      #expect(tables.count > 3)
      try RawSQL.run(
        ["CREATE TABLE fault (target INTEGER REFERENCES conversation (number) DEFERRABLE INITIALLY DEFERRED)"]
          + tables.map {
            "CREATE TRIGGER fault_\($0) AFTER INSERT ON \($0) BEGIN INSERT INTO fault VALUES (77); END"
          }, on: archive)
      await #expect(throws: (any Error).self) { try await open() }
      let end = await bank.end()
      #expect(throws: (any Error).self) { try end?.get() }
      #expect(String(describing: end).contains("takes nothing more"))
      try RawSQL.run(tables.map { "DROP TRIGGER fault_\($0)" }, on: archive)
      try await bank.start()
      try await open()
      #expect(try await get("/health/ready", bank, transport).status == 200)
    }
  }

  /// An authority and a bank on one clock.
  private func running(
    _ time: VirtualTime,
    _ body: (_ authority: RunningRole, _ bank: RunningRole, HTTPClientTransport, VirtualTime) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let authority = try await RunningRole { http, announce in
      try await AuthorityServer(options: Market.options("authority", http, in: directory), enrol: [.bank])
        .run(logger: Market.logger, time: time, signals: false, announce: announce)
    }
    let address = await authority.address
    let bank = try await RunningRole(home: directory.path(of: "bank")) { http, announce in
      let options = try Market.options("bank", http, in: directory, authority: address, token: "bank")
      try await BankServer(
        options: options, mint: MintConfiguration(keyBits: 2048, exponents: 0...1),
        grant: Money(minorUnits: 100, .euro)
      ).run(logger: Market.logger, time: time, signals: false, announce: announce)
    }
    let transport = try HTTPClientTransport()
    let result: Result<Void, any Error>
    do { result = .success(try await body(authority, bank, transport, time)) } catch { result = .failure(error) }
    for role in [bank, authority] { await role.drop() }
    try await transport.shutdown()
    try result.get()
  }

  private func description(_ role: RunningRole, _ transport: HTTPClientTransport) async throws -> RoleDescription {
    try VerifiedStatement<RoleDescription>(
      verifying: SignedStatement(bytes: await get("/.well-known/semper", role, transport).body), keys: KeySet()
    ).content
  }

  private func get(
    _ path: String, _ role: RunningRole, _ transport: HTTPClientTransport
  ) async throws -> ReceivedReply {
    while true {
      let reply = try await transport.send(
        Request(.get, path), to: await role.address, largest: 1 << 20, within: Span(seconds: 20))
      // Who asks again and again is slowed down.
      if reply.status != 429 { return reply }
    }
  }
}
