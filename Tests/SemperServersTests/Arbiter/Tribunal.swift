import Foundation
import Logging
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperTesting

/// An authority and an arbiter on homes of their own, over real HTTP.
struct Tribunal: Sendable {
  /// The keys of the witnesses that the arbiter is told of.
  typealias Witnesses = @Sendable (TemporaryDirectory, HTTPClientTransport) async throws -> Set<Thumbprint>

  let directory: TemporaryDirectory
  let authority: RunningRole
  let arbiter: RunningRole
  let transport: HTTPClientTransport

  var home: String { directory.path(of: "arbiter") }

  /// - Parameter moment: by which the arbiter counts the rate of requests, where that is not to be the machine's clock.
  static func run<Result>(
    limits: ArbiterLimits = ArbiterLimits(), ciphertext: Int64? = nil, checkpointFile: Bool = false,
    witnesses: Witnesses = { _, _ in [] }, moment: (@Sendable () -> Int64)? = nil,
    _ body: (Tribunal) async throws -> Result
  ) async throws -> Result {
    let directory = try TemporaryDirectory()
    let transport = try HTTPClientTransport()
    let logger = Market.logger
    let known = try await witnesses(directory, transport)
    let authority = try await RunningRole { http, announce in
      let options = try Market.options("authority", http, in: directory)
      try await AuthorityServer(options: options, enrol: [.arbiter])
        .run(logger: logger, signals: false, announce: announce)
    }
    let address = await authority.address
    let arbiter = try await RunningRole { http, announce in
      var http = http
      if let moment { http.moment = moment }
      let options = try Market.options("arbiter", http, in: directory, authority: address, token: "arbiter")
      let policy = ArbiterPolicy(
        shortestWindow: Span(seconds: 1), longestWindow: Span(seconds: 86_400), longestLife: Span(seconds: 86_400),
        ciphertext: ciphertext)
      let arbiter = ArbiterOptions(
        policy: policy, limits: limits,
        checkpointFile: checkpointFile ? directory.path(of: "outside/checkpoint.json") : nil, witnesses: known)
      try await ArbiterServer(options: options, arbiter: arbiter)
        .run(logger: logger, signals: false, announce: announce)
    }
    let tribunal = Tribunal(directory: directory, authority: authority, arbiter: arbiter, transport: transport)
    let result: Swift.Result<Result, any Error>
    do {
      result = .success(try await body(tribunal))
    } catch {
      result = .failure(error)
    }
    for role in [arbiter, authority] { await role.drop() }
    try await transport.shutdown()
    return try result.get()
  }

  var client: ArbiterLogClient {
    get async { ArbiterLogClient(transport: transport, address: await arbiter.address) }
  }

  func get(_ path: String, _ query: [String: String] = [:]) async throws -> ReceivedReply {
    try await transport.send(
      Request(.get, path, query: query), to: await arbiter.address, largest: 4 << 20, within: Span(seconds: 20))
  }

  func post(_ path: String, _ body: [UInt8]) async throws -> ReceivedReply {
    try await transport.send(
      Request(.post, path, contentType: "application/json", body: body), to: await arbiter.address,
      largest: 4 << 20, within: Span(seconds: 20))
  }

  func call(_ call: SignedStatement) async throws -> ReceivedReply { try await post("/calls", call.canonicalBytes) }

  /// A made-up exchange before this arbiter: whose it is and the call that aborts it.
  func quarrel() async throws -> Quarrel {
    let role = try VerifiedStatement<RoleDescription>(verifying: await client.description(), keys: KeySet()).content
    guard let terms = role.arbiter else { throw CodingError(.missing, "an arbiter shows its terms") }
    return try Quarrel(before: terms, at: Timestamp(seconds: Int64(Date().timeIntervalSince1970)))
  }

  func query(_ exchange: Digest, by key: SigningKey) throws -> SignedStatement {
    try SignedStatement(
      QueryRequest(exchange: exchange, party: key.publicKey, reply: SealingKey().publicKey), signedBy: [key])
  }

  /// Copies the arbiter's home, which must be stopped, to another place.
  func copyHome(to name: String) throws {
    try FileManager.default.copyItem(atPath: home, toPath: directory.path(of: name))
  }

  /// Puts another home in the place of the arbiter's; the present one gets the name.
  func exchangeHome(for name: String, keeping present: String) throws {
    try FileManager.default.moveItem(atPath: home, toPath: directory.path(of: present))
    try FileManager.default.moveItem(atPath: directory.path(of: name), toPath: home)
  }
}
