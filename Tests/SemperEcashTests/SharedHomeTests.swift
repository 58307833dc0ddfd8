import SemperArchive
import SemperBank
import SemperCryptography
import SemperEngine
import SemperModel
import Testing

@testable import SemperEcash

/// Two processes on one home publish no two lists or statements of one number.
@Suite struct SharedHomeTests {
  @Test func oneStatementHasANumber() async throws {
    let archive = InMemoryArchive()
    func mint(_ records: any Records) -> Mint {
      Mint(
        bank: Bank(records: records, name: MintHost.key.thumbprint, currency: .euro, grant: MintHost.grant),
        key: MintHost.key, keys: MintHost.smallKeys, signer: LocalBlindSigner(keys: MintHost.signingKeys, threads: 1))
    }
    let other = mint(archive.records)
    let late = mint(SharedRecords(archive.records) { _ = try await other.state(now: MintHost.begin) })
    let error = await #expect(throws: ArchiveError.self) { try await late.state(now: MintHost.begin) }
    #expect(error?.code == .busy)
    let next = try await late.state(now: MintHost.begin)
    #expect(next.content.number == 1)
    #expect(try await late.statements(from: 0).map(\.digest) == [next.content.previous, next.digest])
  }

  @Test func oneListHasANumber() async throws {
    let archive = InMemoryArchive()
    let configuration = MintConfiguration(keyBits: 2048, exponents: 0...0)
    let open: @Sendable (any Records) async throws -> MintKeyring = { records in
      try await MintKeyring.open(
        records: records, keyStore: archive.keys, key: MintHost.key, configuration: configuration, now: MintHost.begin)
    }
    let late = SharedRecords(archive.records) { _ = try await open(archive.records) }
    let error = await #expect(throws: ArchiveError.self) { try await open(late) }
    #expect(error?.code == .busy)
    // The list is the other one's, and so are the keys.
    #expect(try await open(late).keys.list.content.number == 0)
  }

  @Test func anAuditorsWordIsKeptWithItsOwnList() async throws {
    let publication = KeyListPublication(records: InMemoryArchive().records)
    let (shown, other) = (try MintHost.audited(MintHost.keys), try MintHost.audited(MintHost.smallKeys))
    let mixed = AuditedKeyList(list: shown.list, audit: other.audit)
    #expect(await refusalCode { try await publication.keep(mixed) } == .wrongSigner)
    #expect(publication.current == nil)
  }
}
