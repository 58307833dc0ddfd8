import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperCryptography
import SemperModel

/// A bank on a file of its own, with accounts that were granted play money and moved some of it.
final class TestBank: Sendable {
  static let begin = Timestamp(seconds: 1_800_000_000)
  let path: String
  let archive: SQLiteArchive
  let key = SigningKey()
  let bank: Bank

  init(grant: Int64 = 100_00) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "semper-\(UUID().uuidString).sqlite").path
    archive = try SQLiteArchive(path: path, masterKey: [UInt8](repeating: 3, count: 32))
    bank = Bank(
      records: archive.records, name: key.thumbprint, currency: .euro, grant: Money(minorUnits: grant, .euro))
  }

  deinit {
    for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  func open(_ holder: SigningKey = SigningKey(), at time: Timestamp = begin) async throws -> Thumbprint {
    let opening = AccountOpening(
      key: holder.publicKey, bank: bank.name, currency: .euro, operation: Self.operation(), issued: time)
    return try await bank.open(SignedStatement(opening, signedBy: [holder]), now: time).account
  }

  func move(
    _ units: Int64, _ from: LedgerAccount, _ to: LedgerAccount, _ purpose: LedgerPosting.Purpose = .transfer,
    at time: Timestamp = begin
  ) async throws {
    let posting = LedgerPosting(
      operation: Self.operation(), purpose: purpose, currency: .euro,
      lines: [LedgerLine(from, -units), LedgerLine(to, units)], time: time)
    try await bank.records.transact { try Ledger.post(posting, $0) }
  }

  func balance(_ account: LedgerAccount) async throws -> Int64 {
    try await bank.records.read { try Ledger.balance(of: account, in: .euro, $0) ?? 0 }
  }

  static func operation() -> ID<SemperModel.Operation> {
    var generator = SystemRandomNumberGenerator()
    return ID(using: &generator)
  }
}
