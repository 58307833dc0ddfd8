public import SemperCoding
public import SemperCryptography

/// What an issuer tells the holder of an account about its card: number, expiry, and the code that registers a key for it.
/// The letter of a real bank. It is secret, and has no description that shows it.
public struct CardLetter: Hashable, Sendable, CanonicalValue, Discreet {
  public let number: CardNumber
  public let expiry: CardExpiry
  let code: String

  init(number: CardNumber, expiry: CardExpiry, code: String) {
    self.number = number
    self.expiry = expiry
    self.code = code
  }

  public var json: JSON {
    .fields(["code": code.json, "expiry": expiry.digits.json, "number": number.digits.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    code = try fields.value("code")
    expiry = try CardExpiry(fields.value("expiry", as: String.self))
    number = try CardNumber(fields.value("number", as: String.self))
    try fields.close()
  }

  public var description: String { "letter" }
}
