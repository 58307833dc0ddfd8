import SemperCryptography
import SemperModel
import SemperPayments

/// An agreement between two keys, and whatever a test wants to change about it.
struct TestAgreement {
  static let now = Timestamp(seconds: 1_800_000_000)

  let payer = SigningKey()
  let payee = SigningKey()
  let offer: VerifiedStatement<PaymentOffer>
  let selection: VerifiedStatement<PaymentSelection>
  let confirmation: VerifiedStatement<PaymentConfirmation>

  static func properties(
    _ anonymity: PaymentProperties.PayerAnonymity = .pseudonym, _ lock: PaymentProperties.Lock = .none
  ) -> PaymentProperties {
    PaymentProperties(
      payerAnonymity: anonymity, isPayeeIdentified: true, finality: .immediate, lock: lock, checksOffline: false,
      refund: .payee, cost: .zero(.euro), expected: Span(seconds: 5))
  }

  static func option(_ scheme: SchemeID = SchemeID("scripted", 1), _ units: Int64 = 100) -> PaymentOption {
    PaymentOption(
      scheme: scheme, paymentClass: .accountBased, brand: "brand", provider: nil,
      amount: Money(minorUnits: units, .euro),
      limits: PurseLimits(Money(minorUnits: 1, .euro), Money(minorUnits: 1_000, .euro)), properties: properties(),
      particulars: ByteString([]))
  }

  init(
    choice: ChoiceMode = .systemOnly, options: [PaymentOption] = [TestAgreement.option()], option: Int = 0,
    paying units: Int64 = 100
  ) throws {
    let content = PaymentOffer(
      reference: PaymentReference(for: Digest(plain: [1]), path: "payment"), payee: payee.publicKey, options: options,
      choice: choice, demands: PaymentDemands(), nonce: try Nonce(bytes: Array(repeating: 1, count: 32)),
      issued: Self.now, notAfter: Self.now.advanced(by: Span(seconds: 60)))
    offer = try VerifiedStatement(signing: content, with: [payee])
    let chosen = PaymentSelection(
      offer: offer.digest, option: option, amount: Money(minorUnits: units, .euro), payer: payer.publicKey,
      particulars: ByteString([]), issued: Self.now)
    selection = try VerifiedStatement(signing: chosen, with: [payer])
    let agreed = PaymentConfirmation(
      selection: selection.digest, payee: payee.publicKey, particulars: ByteString([]), issued: Self.now)
    confirmation = try VerifiedStatement(signing: agreed, with: [payee])
  }

  var agreement: PaymentAgreement {
    PaymentAgreement(offer: offer.signed, selection: selection.signed, confirmation: confirmation.signed)
  }

  func verified() throws -> AgreedPayment { try AgreedPayment(verifying: agreement, payee: payee.thumbprint) }

  /// A token of one side, signed by its key or by another.
  func token(
    _ message: PaymentMessage, from party: PaymentParty, number: Int = 0, about: Digest? = nil,
    by key: SigningKey? = nil
  ) throws -> SignedStatement {
    let own = party == .payer ? payer : payee
    let key = key ?? own
    return try VerifiedStatement(
      signing: PaymentToken(
        about: about ?? agreement.digest, from: party, sender: key.thumbprint, number: number, message: message),
      with: [key]
    ).signed
  }
}
