import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import Testing

@Suite("Who is certified, and who decides", .serialized)
struct AuthorityTests {
  private func application(_ request: [UInt8], token: String) -> [UInt8] {
    CanonicalJSON.encode(.fields(["request": ByteString(request).json, "token": token.json]))
  }

  @Test("Nobody is certified without an unused token for the role and the proof that the key is theirs")
  func certificates() async throws {
    try await Market.run { market in
      func apply(_ request: [UInt8], _ token: String) async throws -> ReceivedReply {
        try await market.post("/certificates", application(request, token: token), at: market.authority)
      }
      func code(_ reply: ReceivedReply) -> RefusalCode? { Refusal(reply)?.code }
      let file = market.directory.path(of: "authority/enrolment/seller-2.token")
      let token = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      let subject = try CertificateSubject(organisation: "Another shop", role: .seller)
      let key = SigningKey()
      let request = try CertificateRequest(subject, for: key).der
      let bank = try CertificateSubject(organisation: "Another bank", role: .bank)

      #expect(code(try await apply(request, "")) == .untrusted)
      #expect(code(try await apply(request, "A" + token)) == .untrusted)
      #expect(code(try await apply(CertificateRequest(bank, for: SigningKey()).der, token)) == .untrusted)
      var forged = request
      forged[forged.count - 1] ^= 1
      let told = code(try await apply(forged, token))
      #expect(told == .badSignature || told == .malformed)

      let first = try await apply(request, token)
      #expect(first.status == 200)
      // It counts at once, also where a clock is behind.
      let answer = try #require(CanonicalJSON.parse(first.body)["chain"])
      let chain = try [ByteString](json: answer).map(\.bytes)
      let behind = Timestamp(seconds: Int64(Date().timeIntervalSince1970) - ClockTolerance.span.seconds)
      let roots = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile)))).certificates
      let policy = CertificatePolicy(roots: roots, role: .seller, time: behind)
      #expect(try CertificateVerifier(policy: policy).verdict(on: chain).identity().key == key.publicKey)
      #expect(try await apply(request, token).body == first.body)
      // An applicant that crashed before it had stored the answer signs a request anew; who has another key does not.
      let again = try CertificateRequest(subject, for: key).der
      #expect(again != request)
      #expect(try await apply(again, token).body == first.body)
      let renamed = try CertificateSubject(organisation: "A third shop", role: .seller)
      #expect(code(try await apply(CertificateRequest(renamed, for: key).der, token)) == .untrusted)
      #expect(code(try await apply(CertificateRequest(subject, for: SigningKey()).der, token)) == .untrusted)
      // Also after a restart, which makes no new tokens.
      try await market.authority.restart()
      #expect(code(try await apply(CertificateRequest(subject, for: SigningKey()).der, token)) == .untrusted)
    }
  }

  @Test("A token that could not be handed over does not count, and the next start makes another")
  func lostToken() async throws {
    let directory = try TemporaryDirectory()
    let file = directory.path(of: "authority/enrolment/bank.token")
    func server(enrol: [CertifiedRole]) async throws -> RunningRole {
      try await RunningRole { http, announce in
        try await AuthorityServer(options: Market.options("authority", http, in: directory), enrol: enrol)
          .run(logger: Market.logger, signals: false, announce: announce)
      }
    }
    try await server(enrol: []).drop()
    // In the way of the token's file.
    try FileManager.default.createDirectory(atPath: file + "/in the way", withIntermediateDirectories: true)
    await #expect(throws: ArchiveError.self) { try await server(enrol: [.bank]) }
    try FileManager.default.removeItem(atPath: file)
    let authority = try await server(enrol: [.bank])
    let token = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    let request = try CertificateRequest(CertificateSubject(organisation: "A bank", role: .bank), for: SigningKey())
    let transport = try HTTPClientTransport()
    let reply = try await transport.send(
      Request(.post, "/certificates", contentType: "application/json", body: application(request.der, token: token)),
      to: await authority.address, largest: 64 << 10, within: Span(seconds: 20))
    #expect(reply.status == 200)
    await authority.drop()
    try await transport.shutdown()
  }

  @Test("The directory lists roles by their certified word, and the root is what the trust list holds")
  func directory() async throws {
    try await Market.run { market in
      let trust = try TrustList(canonicalBytes: Array(Data(contentsOf: URL(filePath: market.trustFile))))
      #expect(try await market.get("/root", at: market.authority).body == trust.certificates[0])
      let listed = try [SignedStatement](
        json: CanonicalJSON.parse(await market.get("/directory", at: market.authority).body))
      let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
      let verifier = RoleVerifier(roots: trust.certificates)
      // A market needs no delivery agent.
      for role in RoleDescription.Role.allCases where role != .delivery {
        #expect(listed.contains { (try? verifier.verify($0, role: role, at: now)) != nil }, "\(role)")
      }
      let key = SigningKey()
      let stranger = RoleDescription(
        role: .shop, organisation: try HumanText("Nobody"), key: key.publicKey, address: await market.shop.address,
        issued: now, expires: now.advanced(by: Span(seconds: 60)))
      let reply = try await market.post(
        "/directory", SignedStatement(stranger, signedBy: [key]).canonicalBytes, at: market.authority)
      #expect(Refusal(reply)?.code == .untrusted)
    }
  }

  @Test("The arbiter shows its policy and log, and answers nobody about what nobody brought to it")
  func arbiter() async throws {
    try await Market.run { market in
      let description = try VerifiedStatement<RoleDescription>(
        verifying: SignedStatement(bytes: await market.get("/.well-known/semper", at: market.arbiter).body),
        keys: KeySet()
      ).content
      let policy = try ArbiterPolicy(canonicalBytes: await market.get("/policy", at: market.arbiter).body)
      #expect(description.policy == policy && description.arbiter?.policy == policy.digest)
      let key = SigningKey()
      let query = QueryRequest(exchange: policy.digest, party: key.publicKey, reply: SealingKey().publicKey)
      let reply = try await market.post(
        "/calls", SignedStatement(query, signedBy: [key]).canonicalBytes, at: market.arbiter)
      #expect(Refusal(reply)?.code == .notFound)
      #expect(Refusal(try await market.post("/calls", [1, 2, 3], at: market.arbiter))?.code == .malformed)
      // What it noted at its start, and nothing else.
      let log = try [SignedStatement](
        json: CanonicalJSON.parse(await market.get("/decisions", query: ["from": "0"], at: market.arbiter).body))
      #expect(log.map(\.kind) == [.logNotice, .logNotice])
      #expect(
        Refusal(try await market.get("/decisions", query: ["from": "-1"], at: market.arbiter))?.code == .malformed)
    }
  }
}
