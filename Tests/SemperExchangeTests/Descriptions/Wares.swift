import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting

@testable import SemperExchange

/// Items and expectations drawn from small sets, so that they often meet.
struct Wares {
  var numbers: SeededNumbers

  init(_ seed: UInt64) { numbers = SeededNumbers(seed) }

  static let keys = (0..<5).map { number in
    do { return try Thumbprint(bytes: [UInt8](repeating: UInt8(number), count: 32)) } catch { preconditionFailure() }
  }
  static let digests = (0..<4).map { Digest(of: [UInt8($0)], for: .document) }
  static let start = Timestamp(seconds: 1_795_000_000)

  static func name(_ text: String) -> Designation {
    do { return try Designation(text) } catch { preconditionFailure("\(error)") }
  }

  static func euro(_ cents: Int64, _ code: String = "EUR") -> Money {
    do { return Money(minorUnits: cents, try Currency(code: code)) } catch { preconditionFailure("\(error)") }
  }

  static func content(_ number: Int, length: Int64, type: String) throws -> ContentDescription {
    let file = try ContentFile(path: ContentPath("a"), length: length, mediaType: MediaType(type))
    return ContentDescription(root: digests[number], manifest: try ContentManifest([file]))
  }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &numbers)] }
  mutating func flip() -> Bool { Bool.random(using: &numbers) }

  /// A random item about which everything is said.
  mutating func item() throws -> ItemParticulars {
    let certifiers = Self.keys.filter { _ in flip() }
    let validUntil = Self.start.advanced(by: Span(seconds: Int64(pick([0, 10, 20]))))
    switch pick([0, 1, 2, 3, 4, 5, 6]) {
    case 3:
      return try ItemParticulars(
        flip()
          ? .certificate(document: pick(Self.digests), issuer: pick(Self.keys))
          : .credential(document: pick(Self.digests), issuer: pick(Self.keys), registry: pick(Self.keys)),
        certifiers: certifiers, validUntil: validUntil)
    case 4:
      return try ItemParticulars(
        .bond(amount: Self.euro(Int64(pick([100, 200, 300]))), payee: pick(Self.keys), ledger: pick(Self.keys)),
        brand: Self.name(pick(["ecash", "card"])), certifiers: certifiers, validUntil: validUntil)
    case 5:
      return try ItemParticulars(
        .reversibleLock(
          amount: Self.euro(Int64(pick([100, 200, 300]))), payee: pick(Self.keys), ledger: pick(Self.keys),
          settlement: Span(seconds: Int64(pick([60, 120])))),
        brand: Self.name(pick(["ecash", "card"])), certifiers: certifiers, validUntil: validUntil)
    case 6:
      return try ItemParticulars(
        .mail(length: Int64(pick([1, 1000]))), certifiers: certifiers, validUntil: validUntil)
    case 0:
      return try ItemParticulars(
        .statement(document: pick(Self.digests)),
        document: DocumentParticulars(
          kind: Self.name(pick(["receipt", "contract"])), signers: Self.keys.filter { _ in flip() }),
        certifiers: certifiers, validUntil: validUntil)
    case 1:
      return try ItemParticulars(
        .lock(
          amount: Self.euro(Int64(pick([100, 200, 300])), pick(["EUR", "CHF"])), payee: pick(Self.keys),
          ledger: pick(Self.keys)),
        brand: Self.name(pick(["ecash", "card"])), certifiers: certifiers, validUntil: validUntil)
    default:
      let content = try Self.content(
        pick([0, 1, 2, 3]), length: Int64(pick([1, 1000, 70_000])), type: pick(["text/plain", "video/mp4"]))
      return try ItemParticulars(
        .data(content.summary), content: content, certifiers: certifiers, validUntil: validUntil)
    }
  }

  mutating func wildcard<Value: CanonicalValue & Hashable>(_ values: [Value], around value: Value?) -> Wildcard<Value> {
    if flip() { return .anything }
    return .oneOf([value ?? pick(values)] + values.filter { _ in pick([0, 1, 2]) == 0 })
  }

  /// A random expectation that the item is likely to meet.
  mutating func expectation(near item: ItemParticulars) throws -> ItemExpectation {
    let certifiers = wildcard(Self.keys, around: item.certifiers.first)
    let validUntil = flip() ? nil : Self.start.advanced(by: Span(seconds: Int64(pick([0, 10, 20]))))
    return ItemExpectation(
      pick([0, 1, 2, 3]) == 0 ? .exactly(item.description) : try form(near: item), certifiers: certifiers,
      validUntil: validUntil)
  }

  private mutating func form(near item: ItemParticulars) throws -> ItemExpectation.Form {
    if case .statement(let document) = item.description {
      return .statement(
        DocumentExpectation(
          documents: wildcard(Self.digests, around: document),
          kinds: wildcard(["receipt", "contract"].map(Self.name), around: item.document?.kind),
          signers: wildcard(Self.keys, around: item.document?.signers.first)))
    }
    switch item.description {
    case .lock(let amount, let payee, let ledger):
      return .payment(try payment(near: amount, payee, ledger, item.brand))
    case .bond(let amount, let payee, let ledger):
      return .bond(try payment(near: amount, payee, ledger, item.brand))
    case .reversibleLock(let amount, let payee, let ledger, let settlement):
      return .accountPayment(
        AccountPaymentExpectation(
          try payment(near: amount, payee, ledger, item.brand),
          settledWithin: Span(seconds: settlement.seconds + Int64(pick([-1, 0, 60])))))
    case .certificate(let document, let issuer):
      return .certificate(certificate(near: document, issuer))
    case .credential(let document, let issuer, _): return .credential(certificate(near: document, issuer))
    case .mail(let length): return .mail(MailExpectation(longest: max(1, length + Int64(pick([-1, 0, 10])))))
    case .data(let root):
      return .content(
        ContentExpectation(
          roots: wildcard([root], around: root), longest: flip() ? nil : Int64(pick([1000, 70_000])),
          mediaTypes: wildcard(try ["text/plain", "video/mp4"].map { try MediaType($0) }, around: nil)))
    case .statement, .checkedData, .unsecured: return .anything
    }
  }

  private mutating func certificate(near document: Digest, _ issuer: Thumbprint) -> CertificateExpectation {
    CertificateExpectation(
      documents: wildcard(Self.digests, around: document), issuers: wildcard(Self.keys, around: issuer))
  }

  private mutating func payment(
    near amount: Money, _ payee: Thumbprint, _ ledger: Thumbprint, _ brand: Designation?
  ) throws -> PaymentExpectation {
    let bound = try AmountBound(
      least: flip() ? nil : Self.euro(min(amount.minorUnits, Int64(pick([100, 200]))), amount.currency.code),
      most: flip() ? nil : Self.euro(max(amount.minorUnits, Int64(pick([200, 300]))), amount.currency.code))
    return PaymentExpectation(
      amount: bound, payees: wildcard(Self.keys, around: payee), ledgers: wildcard(Self.keys, around: ledger),
      brands: wildcard(["ecash", "card"].map(Self.name), around: brand))
  }

  /// The same expectation with one bound looser.
  mutating func loosened(_ expectation: ItemExpectation) throws -> ItemExpectation {
    var looser = expectation
    switch pick([0, 1, 2, 3]) {
    case 0: looser.certifiers = wider(looser.certifiers, Self.keys)
    case 1:
      looser.validUntil = flip() ? nil : looser.validUntil.map { Timestamp(seconds: $0.seconds - 5) }
    case 2: looser.form = .anything
    default: looser.form = try loosened(looser.form)
    }
    return looser
  }

  private mutating func loosened(_ form: ItemExpectation.Form) throws -> ItemExpectation.Form {
    switch form {
    case .anything, .exactly: return .anything
    case .statement(var document):
      switch pick([0, 1, 2]) {
      case 0: document.documents = wider(document.documents, Self.digests)
      case 1: document.kinds = wider(document.kinds, ["receipt", "contract"].map(Self.name))
      default: document.signers = wider(document.signers, Self.keys)
      }
      return .statement(document)
    case .payment(let payment): return .payment(try loosened(payment))
    case .bond(let payment): return .bond(try loosened(payment))
    case .accountPayment(var account):
      if flip() {
        account.longest = Span(seconds: account.longest.seconds + 1)
      } else {
        account.payment = try loosened(account.payment)
      }
      return .accountPayment(account)
    case .certificate(let certificate): return .certificate(loosened(certificate))
    case .credential(let certificate): return .credential(loosened(certificate))
    case .mail(let mail): return .mail(MailExpectation(longest: mail.longest + 1))
    case .content(var content):
      switch pick([0, 1, 2]) {
      case 0: content.longest = content.longest.map { $0 + 1 }
      case 1: content.roots = .anything
      default: content.mediaTypes = .anything
      }
      return .content(content)
    }
  }

  private mutating func loosened(_ certificate: CertificateExpectation) -> CertificateExpectation {
    CertificateExpectation(
      documents: wider(certificate.documents, Self.digests), issuers: wider(certificate.issuers, Self.keys))
  }

  private mutating func loosened(_ expected: PaymentExpectation) throws -> PaymentExpectation {
    var payment = expected
    switch pick([0, 1, 2, 3, 4]) {
    case 0: payment.payees = wider(payment.payees, Self.keys)
    case 1: payment.ledgers = wider(payment.ledgers, Self.keys)
    case 2: payment.brands = wider(payment.brands, ["ecash", "card"].map(Self.name))
    case 3: payment.amount = try AmountBound(least: nil, most: payment.amount.most)
    default:
      payment.amount = try AmountBound(
        least: payment.amount.least,
        most: payment.amount.most.map { Self.euro($0.minorUnits + 50, $0.currency.code) })
    }
    return payment
  }

  private mutating func wider<Value: CanonicalValue & Hashable>(
    _ wildcard: Wildcard<Value>, _ values: [Value]
  ) -> Wildcard<Value> {
    switch wildcard {
    case .anything: .anything
    case .among(let some): flip() ? .anything : .oneOf(some + values.filter { _ in flip() })
    }
  }
}
