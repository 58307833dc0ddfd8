public import SemperCoding
public import SemperCryptography

/// What an authority wants to know, and under which policy.
public struct RegistrationForm: DERValue, Hashable {
  public let number: Int
  public let policy: UnicodeText
  public let questions: [RegistrationField]

  public var der: DERElement {
    .sequence([number.der, policy.der, questions.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    number = try fields.value()
    policy = try fields.value()
    questions = try fields.value()
    try fields.close()
  }

  init(number: Int, policy: UnicodeText, questions: [RegistrationField]) {
    self.number = number
    self.policy = policy
    self.questions = questions
  }
}
