public import SemperArchive
import SemperCoding
public import SemperModel

extension IBAN {
  /// The holder of the account of this number, if the bank whose books these are keeps one in the currency. The bank's letters are
  /// not looked at.
  public func holder(in currency: Currency, _ reader: any RecordReader) throws -> Thumbprint? {
    let padded = try Thumbprint(bytes: account + [UInt8](repeating: 0, count: 32 - account.count))
    // A thumbprint is written in 43 characters of six bits; whole ones stand for the bytes that a number has.
    let known = account.count * 8 / 6
    let prefix = Array("\(LedgerAccount.customer(padded))".utf8.dropLast(43 - known))
    for record in try reader.list(LedgerTables.balances, prefix: prefix, after: nil, limit: 100) {
      guard let end = record.key.lastIndex(of: UInt8(ascii: "/")),
        case let text = String(decoding: record.key[..<end], as: UTF8.self),
        case .customer(let holder) = try LedgerAccount(json: .string(text)),
        record.key == LedgerTables.key(.customer(holder), currency), holder.bytes.starts(with: account)
      else { continue }
      return holder
    }
    return nil
  }
}
