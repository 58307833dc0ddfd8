public import SemperBank
public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What comes from the bank with a purse on a chip card in software: the card's memory with its keys, its PIN, and until when it works.
/// The same order again brings the same purse.
///
/// A merchant's module is not to be had like this; it stays at the bank (`ModuleLetter`).
public struct PurseLetter: BankLetter, Discreet {
  public static let order = StatementKind.purseOrder
  public static let sealing = DigestPurpose.purseLetter
  public static let path = "/purses/cards"

  let card: ByteString
  let pin: String
  let expires: Timestamp

  init(card: [UInt8], pin: String, expires: Timestamp) {
    self.card = ByteString(card)
    self.pin = pin
    self.expires = expires
  }

  public var json: JSON { .fields(["card": card.json, "expires": expires.json, "pin": pin.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    card = try fields.value("card")
    expires = try fields.value("expires")
    pin = try fields.value("pin")
    try fields.close()
  }
}
