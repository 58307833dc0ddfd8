import SemperArchive
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements
import Testing

@testable import SemperServers

/// What an issuer issues, to whom, and what its registry obeys.
@Suite struct RegistryBookTests {
  private let bench: RegistryBench
  private let archive = InMemoryArchive()

  init() async throws {
    bench = try RegistryBench()
    for step in bench.steps.prefix(3) { _ = try await step(archive) }
  }

  private func refusal(_ body: () async throws -> some Sendable) async -> RefusalCode? {
    do {
      _ = try await body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test func aCertificateSaysWhatWasGrantedUnderItsExchangesCondition() async throws {
    let book = try await bench.book(on: archive)
    let request = bench.request(bench.certificate, arbiter: bench.arbiter.publicKey)
    let word = try VerifiedStatement<ConditionalStatement>(
      verifying: try await book.issue(request), keys: KeySet([bench.issuer.publicKey])
    ).content
    #expect(word.document == bench.certificate.digest && word.exchange == bench.exchange)
    let certificate = try ConditionalCertificate(der: #require(word.certificate).bytes)
    try certificate.check(issuer: bench.issuer.publicKey, at: RegistryBench.start)
    #expect(certificate.content.documentDigest == bench.certificate.digest)
    #expect(
      certificate.condition
        == CertificateCondition(
          exchange: bench.exchange, opening: request.opening, arbiter: bench.arbiter.publicKey))
  }

  @Test func aDocumentIsSignedAsItStands() async throws {
    let word = try VerifiedStatement<ConditionalStatement>(
      verifying: try await bench.book(on: archive).issue(bench.request(bench.document)),
      keys: KeySet([bench.issuer.publicKey])
    ).content
    #expect(word.document == bench.document.digest && word.certificate == nil)
  }

  @Test func nothingIsIssuedThatWasNotGranted() async throws {
    let book = try await bench.book(on: archive)
    let arbiter = bench.arbiter.publicKey
    let granted = bench.request(bench.certificate, arbiter: arbiter)
    let stolen = IssueRequest(
      document: bench.document.digest, exchange: granted.exchange, opening: granted.opening, path: granted.path,
      token: granted.token, arbiter: arbiter)
    #expect(await refusal { try await book.issue(stolen) } == .untrusted)
    let unknown = IssueRequest(
      document: granted.document, exchange: granted.exchange, opening: granted.opening, path: granted.path,
      token: try Nonce(bytes: [UInt8](repeating: 9, count: Nonce.size)), arbiter: arbiter)
    #expect(await refusal { try await book.issue(unknown) } == .untrusted)
  }

  /// It could not say by which decision it counts, and it would name somebody whom no exchange has agreed on.
  @Test func aCertificateNeedsAnArbiter() async throws {
    let book = try await bench.book(on: archive)
    #expect(await refusal { try await book.issue(bench.request(bench.certificate)) } == .outsideTerms)
    let other = bench.request(bench.certificate, arbiter: SigningKey(.ed25519).publicKey)
    #expect(await refusal { try await book.issue(other) } == .outsideTerms)
  }

  @Test func anOldCertificateIsNotIssued() async throws {
    let late = try await bench.book(on: archive, at: RegistryBench.start.advanced(by: Span(seconds: 86_401)))
    let request = bench.request(bench.certificate, arbiter: bench.arbiter.publicKey)
    #expect(await refusal { try await late.issue(request) } == .expired)
  }

  @Test func onlyAFailureTurnsACredentialInvalid() async throws {
    let book = try await bench.book(on: archive)
    _ = try await book.enter(bench.status)
    for verdict in [ArbiterDecision.Verdict.aborted, .resolved, .pending, .disclosed] {
      #expect(await refusal { try await book.invalidate(bench.invalidation(verdict)) } == .lockInvalid)
    }
    #expect(try await book.entry(bench.status.documentDigest).outcome == nil)
    #expect(try await book.invalidate(bench.invalidation(.failed)).outcome != nil)
  }
}
