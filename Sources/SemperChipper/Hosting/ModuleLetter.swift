import SemperCoding
import SemperModel

/// What a merchant gets from its bank of the module there: its number and the pairing secret. Never shown and never logged.
struct ModuleLetter: Sendable, CanonicalValue {
  let module: CardNumber
  let secret: ByteString

  init(module: CardNumber, secret: [UInt8]) {
    self.module = module
    self.secret = ByteString(secret)
  }

  var json: JSON { .fields(["module": module.description.json, "secret": secret.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    module = try CardNumber(text: fields.value("module"))
    secret = try fields.value("secret")
    try fields.close()
  }
}
