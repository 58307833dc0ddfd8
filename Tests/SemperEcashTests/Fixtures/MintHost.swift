import SemperArchive
import SemperBank
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import Synchronization
import Testing

/// A bank with its mint on an archive of its own, reached in-process, whose process can be restarted.
final class MintHost: Sendable {
  static let begin = Timestamp(seconds: 1_800_000_000)
  static let exponents = 0...10
  static let key = SigningKey()
  /// Everybody here knows this auditor by its key.
  static let auditor = SigningKey()
  static let grant = Money(minorUnits: 100_00, .euro)
  /// One set of denomination keys for all tests, because generating is slow.
  static let signingKeys: [BlindSigningKey] = made { try exponents.map { _ in try BlindSigningKey(bits: 2048) } }
  static let keys: MintKeys = made { try keyList(signingKeys, from: begin) }
  /// Only the five smallest denominations, where every counter of every key has to be tried.
  static let smallKeys: MintKeys = made { try keyList(Array(signingKeys.prefix(5)), from: begin) }

  /// The same from a mint that gives change by refresh only.
  static let refreshKeys: MintKeys = made {
    try keyList(Array(signingKeys.prefix(5)), from: begin, change: .refresh)
  }

  let clock = VirtualTime(now: begin)
  let keys: MintKeys
  private let signer: LocalBlindSigner
  private let draw: @Sendable () -> Int
  private let running: Mutex<(archive: InMemoryArchive, mint: Mint)>

  init(
    keys: MintKeys = MintHost.keys, signingKeys: [BlindSigningKey] = MintHost.signingKeys,
    draw: @escaping @Sendable () -> Int = Mint.systemDraw
  ) {
    self.keys = keys
    self.draw = draw
    signer = LocalBlindSigner(keys: signingKeys, threads: 2)
    let archive = InMemoryArchive()
    running = Mutex((archive, Self.mint(archive.records, keys, signer, draw)))
  }

  func published() throws -> AuditedKeyList { try Self.audited(mint.keys) }
  var mint: Mint { running.withLock(\.mint) }
  var archive: InMemoryArchive { running.withLock(\.archive) }
  var name: Thumbprint { Self.key.thumbprint }

  func restart(crash: CrashPoint? = nil) {
    running.withLock { running in
      let archive = running.archive.reopened(crash: crash)
      running = (archive, Self.mint(archive.records, keys, signer, draw))
    }
  }

  private static func mint(
    _ records: any Records, _ keys: MintKeys, _ signer: LocalBlindSigner, _ draw: @escaping @Sendable () -> Int
  ) -> Mint {
    Mint(
      bank: Bank(records: records, name: key.thumbprint, currency: .euro, grant: grant), key: key, keys: keys,
      signer: signer, draw: draw)
  }

  static func keyList(
    _ signingKeys: [BlindSigningKey], from begin: Timestamp, days: Int64 = 90, change: ChangeRule = .free,
    fees: CoinFees = .none, seals: Bool = true
  ) throws -> MintKeys {
    let end = begin.advanced(by: Span(seconds: days * 86_400))
    let last = end.advanced(by: Span(seconds: 365 * 86_400))
    let entries = try zip(exponents, signingKeys).map { exponent, key in
      let denomination = try Denomination(exponent: exponent)
      return try DenominationKey(
        denomination: denomination, key: key.publicKey, notBefore: begin, withdrawEnd: end, spendEnd: last,
        legalEnd: last, fees: fees.reduced(for: denomination))
    }
    let list = MintKeyList(
      mint: key.thumbprint, currency: .euro, number: 0, previous: nil, keys: entries, issued: begin,
      change: change, seals: seals)
    return MintKeys(try VerifiedStatement(signing: list, with: [key]))
  }

  /// The list as it is published, with the auditor's word on it.
  static func audited(_ keys: MintKeys, by key: SigningKey = auditor) throws -> AuditedKeyList {
    let list = keys.list
    let word = MintKeysAudit(
      auditor: key.publicKey, address: try Address("http://127.0.0.1:2"), mint: list.content.mint,
      number: list.content.number, list: list.digest, issued: list.content.issued)
    return AuditedKeyList(list: list.signed, audit: try SignedStatement(word, signedBy: [key]))
  }

  private static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the fixture cannot be made: \(error)") }
  }

  // MARK: What the books say

  func balance(_ account: LedgerAccount) async throws -> Int64 {
    try await mint.records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  func openAccount(_ key: SigningKey) async throws {
    let opening = AccountOpening(
      key: key.publicKey, bank: name, currency: .euro, operation: EcashPurse.systemOperation(), issued: clock.now())
    _ = try await mint.bank.open(SignedStatement(opening, signedBy: [key]), now: clock.now())
  }

  /// The books and the mint's tables agree with each other.
  func checkBooks(_ location: SourceLocation = #_sourceLocation) async throws {
    let audit = try await mint.audit()
    #expect(audit.findings.isEmpty, "\(audit.findings)", sourceLocation: location)
  }
}
