public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payment instructions without the card: what the cardholder orders its issuer to pay, and whom.
public struct PIHead: DERValue, Hashable {
  public let transaction: TransIDs
  public let inputs: PIInputs
  /// The payee: with the amount, what the signature binds the payment to.
  public let payee: MerchantID
  /// HMAC(PANSecret, XID): shows that who writes this knows the secret of the card.
  public let transStain: ByteString
  public let software: SWIdent
  public let extensions: MessageExtensions?

  public var der: DERElement {
    .sequence([transaction.der, inputs.der, payee.der, transStain.der, software.der, extensions?.der.implicit(2)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    transaction = try fields.value()
    inputs = try fields.value()
    payee = try fields.value()
    transStain = try fields.value()
    software = try fields.value()
    extensions = try fields.optional(2)
    try fields.close()
  }

  init(
    transaction: TransIDs, inputs: PIInputs, payee: MerchantID, transStain: ByteString, software: SWIdent,
    extensions: MessageExtensions? = nil
  ) {
    self.transaction = transaction
    self.inputs = inputs
    self.payee = payee
    self.transStain = transStain
    self.software = software
    self.extensions = extensions
  }
}
