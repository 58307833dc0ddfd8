public import SemperCoding
public import SemperCryptography

/// One question of a registration form.
public struct RegistrationField: DERValue, Hashable {
  public let name: UnicodeText
  public let isRequired: Bool
  /// Whether the answer must not be shown while it is typed.
  public let isSecret: Bool

  public var der: DERElement {
    .sequence([name.der, isRequired.der, isSecret.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    name = try fields.value()
    isRequired = try fields.value()
    isSecret = try fields.value()
    try fields.close()
  }

  init(name: UnicodeText, isRequired: Bool, isSecret: Bool) {
    self.name = name
    self.isRequired = isRequired
    self.isSecret = isSecret
  }
}
