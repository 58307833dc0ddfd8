public import SemperBank
public import SemperCryptography
import SemperModel

/// The way from a bank to the others. Whatever is thrown means that nobody knows what was done.
public protocol InterbankLink: Sendable {
  /// The signed pacs.002 of the bank of this code, to a signed pacs.008.
  func transfer(_ transfer: SignedStatement, to bank: BankCode) async throws -> SignedStatement
}
