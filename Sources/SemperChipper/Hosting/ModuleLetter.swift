public import SemperBank
public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What a merchant gets from its bank of the module there: its number and the pairing secret, by which it answers. An account has one
/// module, whatever is ordered and however often.
///
/// The module stays at the bank, and the key of purchases with it: whoever has that could make payments of any purse.
public struct ModuleLetter: BankLetter, Discreet {
  public static let order = StatementKind.moduleOrder
  public static let sealing = DigestPurpose.moduleLetter
  public static let path = "/purses/modules"

  let module: CardNumber
  let secret: ByteString

  init(module: CardNumber, secret: [UInt8]) {
    self.module = module
    self.secret = ByteString(secret)
  }

  var pairing: CardPairing {
    get throws(CodingError) { try CardPairing(secret: secret.bytes) }
  }

  public var json: JSON { .fields(["module": module.description.json, "secret": secret.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    module = try CardNumber(text: fields.value("module"))
    secret = try fields.value("secret")
    try fields.close()
  }
}
