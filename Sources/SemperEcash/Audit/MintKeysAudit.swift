public import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// An auditor's signed word that it has seen a mint's key list, as the only one of its number and as the sequel of the list
/// before, and that it shows the same to everybody who asks.
///
/// A mint that gave a customer a list of its own would mark that customer's coins. It cannot, unless the auditor signs two
/// lists of one number; both signatures together convict the auditor.
public struct MintKeysAudit: StatementContent {
  public static let kind = StatementKind.mintKeysAudit

  public let auditor: PublicKey
  /// Where the auditor shows the newest list to anybody.
  public let address: Address
  public let mint: Thumbprint
  public let number: Int
  /// The digest of the list.
  public let list: Digest
  public let issued: Timestamp

  public init(
    auditor: PublicKey, address: Address, mint: Thumbprint, number: Int, list: Digest, issued: Timestamp
  ) {
    self.auditor = auditor
    self.address = address
    self.mint = mint
    self.number = number
    self.list = list
    self.issued = issued
  }

  public var signers: [Thumbprint] { [auditor.thumbprint] }
  public var introducedKeys: [PublicKey] { [auditor] }

  public var json: JSON {
    .fields([
      "address": address.json, "auditor": auditor.json, "iat": issued.json, "list": list.json, "mint": mint.json,
      "number": number.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    address = try fields.value("address")
    auditor = try fields.value("auditor")
    issued = try fields.value("iat")
    list = try fields.value("list")
    mint = try fields.value("mint")
    number = try fields.value("number")
    try fields.close()
  }
}
