import SemperArchive
import SemperCommunication
import SemperCryptography
import SemperModel
import Testing

@testable import SemperEcash

/// What an auditor puts its name to, and whose name on a mint's list counts.
@Suite struct AuditorWordTests {
  private static let now = MintHost.begin

  private func word(
    mint: Thumbprint? = nil, number: Int = 0, list: Digest? = nil, by key: SigningKey = MintHost.auditor,
    chain: [[UInt8]] = []
  ) throws -> AuditedKeyList {
    let shown = MintHost.smallKeys.list
    let word = MintKeysAudit(
      auditor: key.publicKey, address: try Address("http://127.0.0.1:2"), mint: mint ?? shown.content.mint,
      number: number, list: list ?? shown.digest, issued: Self.now)
    return AuditedKeyList(
      list: shown.signed, audit: try SignedStatement(word, signedBy: [key], certificates: chain))
  }

  private func code(_ list: AuditedKeyList, mint: PublicKey = MintHost.key.publicKey, _ auditors: AuditorTrust)
    -> RefusalCode?
  {
    do {
      _ = try list.verified(mint: mint, auditors: auditors, at: Self.now)
      return nil
    } catch { return error.code }
  }

  /// An auditor whose words name another mint or number could not be convicted by two of them.
  @Test func aWordNamesTheListThatIsShown() throws {
    let auditors = AuditorTrust.keys([MintHost.auditor.publicKey])
    #expect(try code(word(), auditors) == nil)
    #expect(try code(word(mint: SigningKey().thumbprint), auditors) == .untrusted)
    #expect(try code(word(number: 1), auditors) == .untrusted)
    #expect(try code(word(list: Digest(plain: [1])), auditors) == .untrusted)
    #expect(try code(word(by: SigningKey()), auditors) == .untrusted)
    #expect(try code(word(), mint: SigningKey().publicKey, auditors) == .badSignature, "another mint's list")
  }

  @Test func anAuditorIsWhomAnAuthorityHasCertifiedForThat() throws {
    var generator = SystemRandomNumberGenerator()
    let year = Span(seconds: 365 * 86_400)
    let authority = try CertificateAuthority(
      founding: "Test authority", key: SigningKey(), from: Self.now, for: year, using: &generator)
    let (key, other) = (SigningKey(), SigningKey())
    func chain(_ role: CertifiedRole, for key: SigningKey) throws -> [[UInt8]] {
      var generator = SystemRandomNumberGenerator()
      let subject = try CertificateSubject(organisation: "Tester", role: role, address: "https://auditor.example/")
      return [
        try authority.issue(
          CertificateRequest(subject, for: key), from: Self.now, for: year, using: &generator)
      ]
    }
    let auditors = AuditorTrust.certified(by: [authority.certificate])
    #expect(try code(word(by: key, chain: chain(.auditor, for: key)), auditors) == nil)
    #expect(try code(word(by: key), auditors) == .untrusted)
    #expect(try code(word(by: key, chain: chain(.seller, for: key)), auditors) == .untrusted)
    #expect(try code(word(by: key, chain: chain(.auditor, for: other)), auditors) == .badSignature)
  }

  @Test func aListOfTheFutureIsNotSigned() async throws {
    let auditor = KeyAuditor(
      records: InMemoryArchive().records, key: SigningKey(), chain: [], address: try Address("http://127.0.0.1:2"))
    let list = MintHost.smallKeys.list
    func countersigned(_ early: Int64, of mint: PublicKey = MintHost.key.publicKey) async -> RefusalCode? {
      await refusalCode {
        _ = try await auditor.countersign(
          list.signed, of: mint, now: Timestamp(seconds: list.content.issued.seconds - early))
      }
    }
    #expect(await countersigned(301) == .notAsOffered)
    #expect(await countersigned(0, of: SigningKey().publicKey) == .badSignature, "another mint's list")
    #expect(await countersigned(300) == nil)
  }

  @Test func booksWithoutAKeyListAreNone() async throws {
    let copy = InMemoryArchive()
    try await MintBooks.copy(InMemoryArchive().records, of: MintHost.key.publicKey, to: copy.records)
    let books = try await MintBooks(copy.records)
    await #expect(throws: ArchiveError.self) { try await books.audit() }
  }
}
