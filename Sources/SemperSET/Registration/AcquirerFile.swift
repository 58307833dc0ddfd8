public import SemperArchive
import SemperCoding
public import SemperCryptography
import SemperModel

/// Who an acquirer has agreements with: merchants and gateways that may be certified, each with the account identification
/// that it was given and has to show when registering.
public struct AcquirerFile: Sendable, Discreet {
  private static let table = RecordTable("set_agreements")
  private let key: [UInt8]

  /// - Precondition: the key has 32 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == 32)
    self.key = key
  }

  /// What was agreed with one of them.
  struct Agreement: DERValue {
    let merchant: MerchantData
    let account: ByteString

    var der: DERElement { .sequence([merchant.der, account.der]) }

    init(merchant: MerchantData, account: ByteString) {
      self.merchant = merchant
      self.account = account
    }

    init(der: DERElement) throws(CodingError) {
      var fields = try DERReader(der)
      merchant = try fields.value()
      account = try fields.value()
      try fields.close()
    }
  }

  /// Agrees. `account` is what the merchant is given to identify itself with, once, by other means.
  public func agree(_ merchant: MerchantData, account: String, _ transaction: any RecordTransaction) throws {
    let agreement = Agreement(merchant: merchant, account: hidden(account))
    try transaction.set(agreement.derBytes, for: Array(merchant.merchant.text.utf8), in: Self.table)
  }

  /// The merchant as its certificate will say, if this is its account.
  func merchant(
    _ id: MerchantAcquirerID, account: String, _ reader: any RecordReader
  ) throws -> MerchantData? {
    guard let bytes = try reader.value(Array(id.merchant.text.utf8), in: Self.table) else { return nil }
    let agreement = try Agreement(derBytes: bytes)
    guard agreement.merchant.acquirer == id.acquirer,
      ConstantTime.equal(agreement.account.bytes, hidden(account).bytes)
    else { return nil }
    return agreement.merchant
  }

  private func hidden(_ account: String) -> ByteString {
    ByteString(MessageCode.code(of: Array(account.utf8), key: key))
  }
}
