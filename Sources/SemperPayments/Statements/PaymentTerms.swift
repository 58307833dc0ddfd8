import SemperCryptography
public import SemperModel

/// What two sides have agreed on, read from their three statements.
public struct PaymentTerms: Hashable, Sendable {
  /// The digest of the agreement.
  public let agreement: Digest
  public let reference: PaymentReference
  public let option: PaymentOption
  /// What is paid.
  public let amount: Money
  public let payer: PublicKey
  public let payee: PublicKey
  /// What the payer's side said with its selection, and the payee's with its confirmation.
  public let payerParticulars: ByteString
  public let payeeParticulars: ByteString
  public let demands: PaymentDemands
  public let notAfter: Timestamp

  public var scheme: SchemeID { option.scheme }

  /// Reads statements that hang together; refuses those that do not. Signatures are not looked at.
  init(offer: PaymentOffer, selection: PaymentSelection, confirmation: PaymentConfirmation) throws(Refusal) {
    guard selection.offer == offer.digest else {
      throw Refusal(.notAsOffered, blame: .peer, "the selection is of another offer than the one given")
    }
    guard confirmation.selection == selection.digest, confirmation.payee == offer.payee else {
      throw Refusal(.notAsOffered, blame: .peer, "the confirmation is of another selection, or by somebody else")
    }
    guard offer.options.indices.contains(selection.option) else {
      throw Refusal(.notAsOffered, blame: .peer, "the offer has no option \(selection.option)")
    }
    let option = offer.options[selection.option]
    try Self.check(selection.amount, of: option, offer.choice)
    agreement = confirmation.digest
    reference = offer.reference
    self.option = option
    amount = selection.amount
    payer = selection.payer
    payee = offer.payee
    payerParticulars = selection.particulars
    payeeParticulars = confirmation.particulars
    demands = offer.demands
    notAfter = offer.notAfter
  }

  /// Refuses an amount that the choice mode does not leave to the payer.
  static func check(_ amount: Money, of option: PaymentOption, _ choice: ChoiceMode) throws(Refusal) {
    guard amount.currency == option.amount.currency else {
      throw Refusal(.wrongCurrency, blame: .peer, "the option is in \(option.amount.currency)")
    }
    let units = amount.minorUnits
    let isLeft =
      switch choice {
      case .systemOnly: units == option.amount.minorUnits
      case .systemAndAmount: units >= option.amount.minorUnits
      case .free: true
      }
    guard isLeft else {
      throw Refusal(.amountMismatch, blame: .peer, "the offer asks for \(option.amount), not for \(amount)")
    }
    if amount != option.amount { try option.limits.require(amount) }
  }
}
