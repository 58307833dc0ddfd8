public import SemperCoding
public import SemperModel

/// What a party expects of one item: a description with wildcards and bounds.
///
/// It is compared twice by the same function: with what the peer promises, before commitment, and with what was really
/// opened, afterwards. The comparison is total and pure, and it is *monotone*: to loosen any bound never refuses what
/// matched before. A property that is expected and that nobody says is a difference.
public struct ItemExpectation: Hashable, Sendable, CanonicalValue {
  public static let limits = DecodingLimits(bytes: 64 << 10, depth: 12, members: 2_000)

  public enum Form: Hashable, Sendable {
    case anything
    /// This item and no other, whatever its class.
    case exactly(ItemDescription)
    case statement(DocumentExpectation)
    case certificate(CertificateExpectation)
    case credential(CertificateExpectation)
    case payment(PaymentExpectation)
    case accountPayment(AccountPaymentExpectation)
    case bond(PaymentExpectation)
    case mail(MailExpectation)
    case content(ContentExpectation)
  }

  public var form: Form
  /// At least one of these has certified the item.
  public var certifiers: Wildcard<Thumbprint>
  /// The item must count at least until then.
  public var validUntil: Timestamp?

  public init(_ form: Form, certifiers: Wildcard<Thumbprint> = .anything, validUntil: Timestamp? = nil) {
    self.form = form
    self.certifiers = certifiers
    self.validUntil = validUntil
  }

  /// Exactly this item.
  public init(exactly description: ItemDescription) { self.init(.exactly(description)) }

  /// Throws a `Refusal` that names the first difference and whose fault it is: `notAsOffered`, or `untrusted` where a
  /// certifier is missing. Nobody is to blame for a promise that does not suit.
  public func check(_ item: ItemParticulars, as appraisal: Appraisal) throws(Refusal) {
    if let difference = difference(from: item) { throw difference.refusal(appraisal) }
  }

  public func matches(_ item: ItemParticulars) -> Bool { difference(from: item) == nil }

  func difference(from item: ItemParticulars) -> ItemDifference? {
    if let difference = formDifference(from: item) { return difference }
    guard certifiers.allowsOne(of: item.certifiers) else { return .uncertified }
    if let validUntil {
      guard let end = item.validUntil else { return .unsaid("validity") }
      guard end >= validUntil else {
        return .differs("validity", "the item counts until \(end) and is needed until \(validUntil)")
      }
    }
    return nil
  }

  private func formDifference(from item: ItemParticulars) -> ItemDifference? {
    switch (form, item.description) {
    case (.anything, _): nil
    case (.exactly(let description), let found):
      found == description ? nil : .differs("item", "it is another item than the one that is expected")
    case (.statement(let expected), _): expected.difference(from: item)
    case (.content(let expected), _): expected.difference(from: item)
    case (.certificate(let expected), .certificate(let document, let issuer)),
      (.credential(let expected), .credential(let document, let issuer, _)):
      expected.difference(document: document, issuer: issuer)
    case (.payment(let expected), .lock(let amount, let payee, let ledger)),
      (.bond(let expected), .bond(let amount, let payee, let ledger)):
      expected.difference(amount: amount, payee: payee, ledger: ledger, brand: item.brand)
    case (.accountPayment(let expected), .reversibleLock(let amount, let payee, let ledger, let settlement)):
      expected.payment.difference(amount: amount, payee: payee, ledger: ledger, brand: item.brand)
        ?? expected.difference(settlement: settlement)
    case (.mail(let expected), .mail(let length)): expected.difference(length: length)
    case (.certificate, _): .anotherClass(item, "a certificate")
    case (.credential, _): .anotherClass(item, "a credential")
    case (.payment, _): .anotherClass(item, "a payment")
    case (.accountPayment, _): .anotherClass(item, "a payment from an account")
    case (.bond, _): .anotherClass(item, "a bond")
    case (.mail, _): .anotherClass(item, "mail")
    }
  }

  private enum Word: String, CanonicalValue {
    case anything, exactly, statement, certificate, credential, payment, bond, mail, content
    case accountPayment = "account-payment"
  }

  private var named: (word: Word, value: JSON?) {
    switch form {
    case .anything: (.anything, nil)
    case .exactly(let description): (.exactly, description.json)
    case .statement(let expected): (.statement, expected.json)
    case .certificate(let expected): (.certificate, expected.json)
    case .credential(let expected): (.credential, expected.json)
    case .payment(let expected): (.payment, expected.json)
    case .accountPayment(let expected): (.accountPayment, expected.json)
    case .bond(let expected): (.bond, expected.json)
    case .mail(let expected): (.mail, expected.json)
    case .content(let expected): (.content, expected.json)
    }
  }

  public var json: JSON {
    .fields([
      "certifiers": certifiers.member, "expects": named.word.json, "item": named.value,
      "validUntil": validUntil?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    certifiers = try Wildcard(member: fields.optional("certifiers"))
    switch try fields.value("expects", as: Word.self) {
    case .anything: form = .anything
    case .exactly: form = .exactly(try fields.value("item"))
    case .statement: form = .statement(try fields.value("item"))
    case .certificate: form = .certificate(try fields.value("item"))
    case .credential: form = .credential(try fields.value("item"))
    case .payment: form = .payment(try fields.value("item"))
    case .accountPayment: form = .accountPayment(try fields.value("item"))
    case .bond: form = .bond(try fields.value("item"))
    case .mail: form = .mail(try fields.value("item"))
    case .content: form = .content(try fields.value("item"))
    }
    validUntil = try fields.optional("validUntil")
    try fields.close()
  }
}
