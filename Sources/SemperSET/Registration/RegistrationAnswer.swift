public import SemperCoding
public import SemperCryptography

/// One answer to a registration form.
public struct RegistrationAnswer: DERValue, Hashable {
  public let name: UnicodeText
  public let answer: UnicodeText

  public var der: DERElement {
    .sequence([name.der, answer.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    name = try fields.value()
    answer = try fields.value()
    try fields.close()
  }

  init(name: UnicodeText, answer: UnicodeText) {
    self.name = name
    self.answer = answer
  }
}
