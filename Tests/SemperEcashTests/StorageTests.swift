import Foundation
import SemperArchiveSQLite
import SemperBank
import SemperCryptography
import SemperEcash
import SemperModel
import SemperTesting
import Testing

/// How much a mint's archive grows for each coin. SEMPER_MEASURE=1 prints the figures.
@Suite struct StorageTests {
  private static let requests = 60

  /// A mint on a file of its own, which counts the bytes that one kind of request adds.
  private struct MeasuredMint {
    let path: String
    let archive: SQLiteArchive
    let mint: Mint
    let account = SigningKey()

    init() async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "semper-storage-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      path = folder.appending(path: "bank.sqlite").path
      archive = try SQLiteArchive(path: path, masterKey: [UInt8](repeating: 1, count: 32))
      let bank = Bank(
        records: archive.records, name: MintHost.key.thumbprint, currency: .euro,
        grant: Money(minorUnits: 1_000_000, .euro))
      mint = Mint(
        bank: bank, key: MintHost.key, keys: MintHost.keys,
        signer: LocalBlindSigner(keys: MintHost.signingKeys, threads: 2))
      let opening = AccountOpening(
        key: account.publicKey, bank: mint.name, currency: .euro, operation: EcashPurse.systemOperation(),
        issued: MintHost.begin)
      _ = try await mint.bank.open(SignedStatement(opening, signedBy: [account]), now: MintHost.begin)
    }

    private var header: RequestHeader {
      RequestHeader(mint: mint.name, operation: EcashPurse.systemOperation(), issued: MintHost.begin)
    }

    func withdraw(_ count: Int) async throws -> [RawPayer.OwnCoin] {
      let key = try #require(MintHost.keys.issuing(at: MintHost.begin)[Denomination(exponent: 0)])
      let blanks = try (0..<count).map { _ in try RawPayer.Blank(key) }
      let request = MintWithdrawal(header, account: account.publicKey, outputs: blanks.map(\.output))
      let answer = try await mint.perform(SignedStatement(request, signedBy: [account]), now: MintHost.begin)
      return try zip(blanks, answer.signatures).map { try $0.coin($1.bytes) }
    }

    func deposit(_ coins: [RawPayer.OwnCoin]) async throws {
      let request = MintDeposit(
        header, inputs: coins.map(\.coin), outputs: [], account: account.thumbprint,
        amount: euro(Int64(coins.count)))
      let answer = try await mint.perform(SignedStatement(request, signedBy: coins.map(\.key)), now: MintHost.begin)
      #expect(answer.receipt != nil)
    }
  }

  /// Bytes of the file when all of it is in its place and no page is half empty.
  private func size(_ path: String) throws -> Int {
    try RawSQL.run(["VACUUM INTO '\(path).packed'"], on: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path + ".packed")
    return try #require(attributes[.size] as? Int)
  }

  private func grown(by requests: Int, coins: Int, depositing: Bool) async throws -> Int {
    let measured = try await MeasuredMint()
    for _ in 0..<requests {
      let coins = try await measured.withdraw(coins)
      if depositing { try await measured.deposit(coins) }
    }
    try measured.archive.close()
    return try size(measured.path)
  }

  @Test(arguments: [1, 8])
  func aCoinTakesLittle(coins: Int) async throws {
    let empty = try await grown(by: 0, coins: coins, depositing: false)
    let withdrawn = try await grown(by: Self.requests, coins: coins, depositing: false)
    let both = try await grown(by: Self.requests, coins: coins, depositing: true)
    let all = Self.requests * coins
    let (made, back) = ((withdrawn - empty) / all, (both - withdrawn) / all)
    if ProcessInfo.processInfo.environment["SEMPER_MEASURE"] != nil {
      let line = "\(coins) coins a request: \(made) bytes a coin made, \(back) bytes a coin back\n"
      FileHandle.standardError.write(Data(line.utf8))
    }
    #expect(made > 0 && made < 4_000)
    #expect(back > 0 && back < 8_000)
  }
}
