import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperServers
import Testing

/// The bank as its clients meet it: bootstrapped on an archive, behind its routes.
@Suite struct BankRoutesTests {
  struct Backend: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let open: @Sendable () throws -> any Archive
  }

  static let backends = [
    Backend(testDescription: "in memory") { InMemoryArchive() },
    Backend(testDescription: "SQLite") {
      let folder = FileManager.default.temporaryDirectory.appending(path: "semper-bank-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      return try SQLiteArchive(
        path: folder.appending(path: "bank.sqlite").path, masterKey: [UInt8](repeating: 1, count: 32))
    },
  ]

  /// A bank from nothing: its key, its keyring, its accounts.
  private func bank(_ archive: any Archive) async throws -> (InProcessTransport, Address, MintClient) {
    let (key, clock) = (SigningKey(), VirtualTime(now: Timestamp(seconds: 1_800_000_000)))
    let keyring = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key,
      configuration: MintConfiguration(keyBits: 2048, exponents: 0...3), now: clock.now())
    let bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: 10_00, .euro))
    let mint = Mint(
      bank: bank, key: key, keys: keyring.keys, signer: LocalBlindSigner(keys: keyring.signingKeys, threads: 2))
    let (address, shown) = (try Address("http://127.0.0.1:8701"), try Address("http://127.0.0.1:8702"))
    let lists = KeyListPublication(records: archive.records)
    let own = SigningKey()
    let auditor = KeyAuditor(records: InMemoryArchive().records, key: own, chain: [], address: shown)
    for list in try await lists.pending() {
      try await lists.keep(await auditor.countersign(list, of: key.publicKey, now: clock.now()))
    }
    let view = Route(.get, "/mints/{mint}/keys", summary: "The newest list.", limits: RouteLimits(body: 0)) { _, _ in
      guard let list = try await auditor.newest(of: key.thumbprint) else {
        throw Refusal(.notFound, blame: .peer, "no list")
      }
      return .json(list)
    }
    let transport = InProcessTransport([
      address: BankRoutes(mint: mint, lists: lists, time: clock).routes, shown: [view],
    ])
    // Opening it again finds the same keys.
    let again = try await MintKeyring.open(
      records: archive.records, keyStore: archive.keys, key: key,
      configuration: MintConfiguration(keyBits: 2048, exponents: 0...3), now: clock.now())
    #expect(again.keys.list.digest == keyring.keys.list.digest)
    let client = MintClient(
      transport: transport, address: address, mint: key.publicKey, auditors: .keys([own.publicKey]))
    return (transport, address, client)
  }

  @Test(arguments: backends)
  func ofFiftyParallelSpendsThroughTheRoutesOneWins(backend: Backend) async throws {
    let archive = try backend.open()
    let (transport, address, client) = try await bank(archive)
    let (account, clock) = (SigningKey(), VirtualTime(now: Timestamp(seconds: 1_800_000_000)))
    let opened = try await client.openAccount(
      for: account, currency: .euro, operation: EcashPurse.systemOperation(), now: clock.now())
    #expect(opened.balance == Money(minorUnits: 10_00, .euro))
    let key = try #require(try await client.keys(now: clock.now()).issuing(at: clock.now())[Denomination(exponent: 3)])
    let requests = try await spends(50, of: key, client: client, account: account, clock: clock)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for request in requests {
        group.addTask {
          try await transport.send(
            Request(.post, "/operations", contentType: "application/json", body: request), to: address,
            largest: 1 << 20, within: Span(seconds: 60)
          ).status
        }
      }
      return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == [200: 1, 409: 49])
    let state = try await client.account(of: account, now: clock.now())
    #expect(state.balance == Money(minorUnits: 10_00, .euro))
    #expect(state.movements.map(\.purpose) == [.grant, .withdraw, .deposit])
  }

  /// Fifty different deposits of one coin that was just withdrawn.
  private func spends(
    _ count: Int, of key: DenominationKey, client: MintClient, account: SigningKey, clock: VirtualTime
  ) async throws -> [[UInt8]] {
    let owner = SigningKey()
    let blinded = try key.key.blind(
      Coin.digest(key: key.id, owner: owner.thumbprint).bytes, seed: [UInt8](repeating: 9, count: 32))
    func header() -> RequestHeader {
      RequestHeader(mint: client.name, operation: EcashPurse.systemOperation(), issued: clock.now())
    }
    let withdrawal = MintWithdrawal(
      header(), account: account.publicKey, outputs: [BlindedOutput(key: key.id, blinded: blinded.bytes)])
    let answer = try await client.perform(SignedStatement(withdrawal, signedBy: [account]).canonicalBytes)
    let signature = try #require(answer.signatures.first)
    let coin = Coin(
      key: key.id, spend: owner.publicKey, signature: try blinded.unblinder.unblind(signature.bytes))
    return try (0..<count).map { _ in
      try SignedStatement(
        MintDeposit(
          header(), inputs: [coin], outputs: [], account: account.thumbprint,
          amount: Money(minorUnits: key.denomination.units, .euro)), signedBy: [owner]
      ).canonicalBytes
    }
  }

  @Test func whatIsNoRequestIsAProblem() async throws {
    let (transport, address, client) = try await bank(InMemoryArchive())
    for (path, body) in [
      ("/operations", "{}"), ("/operations", "not JSON"), ("/restore", "{}"), ("/accounts", "[]"),
      ("/accounts/query", ""),
    ] {
      let reply = try await transport.send(
        Request(.post, path, contentType: "application/json", body: Array(body.utf8)), to: address, largest: 1 << 16,
        within: Span(seconds: 60))
      #expect(reply.status == 400 && reply.contentType == "application/problem+json", "\(path) \(body)")
    }
    #expect(try await client.locks(for: Digest(plain: [])).isEmpty)
    let failure = await #expect(throws: MintFailure.self) {
      try await client.account(of: SigningKey(), now: Timestamp(seconds: 1_800_000_000))
    }
    #expect(failure?.refusal?.code == .unknownAccount)
  }
}
