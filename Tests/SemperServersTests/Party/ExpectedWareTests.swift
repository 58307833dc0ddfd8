import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import Testing

@testable import SemperServers

/// What a party accepts of its peer, by name and within bounds.
@Suite struct ExpectedWareTests {
  private static let (me, bank, stranger) = (
    SigningKey().thumbprint, SigningKey().thumbprint, SigningKey().thumbprint
  )
  private static let believed = ExpectedWare.Believed(payee: me, ledgers: [bank], issuers: [bank])

  private static func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .euro) }

  private static func lock(_ cents: Int64, payee: Thumbprint = me, ledger: Thumbprint = bank) -> ItemDescription {
    .lock(amount: euro(cents), payee: payee, ledger: ledger)
  }

  private static func code(_ ware: ExpectedWare, _ description: ItemDescription) throws -> RefusalCode? {
    let salt = try Nonce(bytes: [UInt8](repeating: 7, count: Nonce.size))
    do {
      try ware.check(DescribedItem(path: "peer/1", salt: salt, description: description), believed)
      return nil
    } catch { return error.code }
  }

  private static func payment(_ least: Int64, _ most: Int64?) throws -> ExpectedWare {
    .item(
      ItemExpectation(
        .payment(PaymentExpectation(amount: try AmountBound(least: euro(least), most: most.map(euro))))))
  }

  @Test func aPaymentWithinBoundsIsAccepted() throws {
    let ware = try Self.payment(500, 700)
    #expect(try Self.code(ware, Self.lock(500)) == nil)
    #expect(try Self.code(ware, Self.lock(700)) == nil)
    #expect(try Self.code(ware, Self.lock(499)) == .notAsOffered)
    #expect(try Self.code(ware, Self.lock(701)) == .notAsOffered)
    #expect(try Self.code(ware, .statement(document: "a receipt".documentDigest)) == .notAsOffered)
  }

  /// Bounds say nothing about whom we believe, so they loosen nothing there.
  @Test func boundsDoNotMakeUsBelieveAnybody() throws {
    for ware in [try Self.payment(1, nil), .item(ItemExpectation(.anything))] {
      #expect(try Self.code(ware, Self.lock(500, payee: Self.stranger)) == .notAsOffered)
      #expect(try Self.code(ware, Self.lock(500, ledger: Self.stranger)) == .untrusted)
    }
    let anything = ExpectedWare.item(ItemExpectation(.anything))
    let document = "a diploma".documentDigest
    #expect(try Self.code(anything, .certificate(document: document, issuer: Self.stranger)) == .untrusted)
    #expect(try Self.code(anything, .certificate(document: document, issuer: Self.bank)) == nil)
    #expect(try Self.code(anything, .unsecured(document: document)) == .notAsOffered)
  }

  @Test func contentIsLookedAtByWhatItsDescriptionSays() throws {
    let root = try ContentRoot(json: .fields(["length": 1_000.json, "root": "files".documentDigest.json]))
    let expected = ContentExpectation(longest: 1_000, mediaTypes: .only(try MediaType("text/plain")))
    let ware = ExpectedWare.item(ItemExpectation(.content(expected)))
    #expect(try Self.code(ware, .data(root)) == nil)
    #expect(try Self.code(ware, .checkedData(root)) == nil)
    let shorter = ExpectedWare.item(ItemExpectation(.content(ContentExpectation(longest: 999))))
    #expect(try Self.code(shorter, .data(root)) == .notAsOffered)
  }

  /// For each kind of item there are bounds, and every bound is looked at.
  @Test func eachKindHasItsBounds() throws {
    let (mine, other) = ("a diploma".documentDigest, "another".documentDigest)
    func ware(_ form: ItemExpectation.Form) -> ExpectedWare { .item(ItemExpectation(form)) }
    let amount = try AmountBound(least: Self.euro(500), most: Self.euro(700))
    let diploma = CertificateExpectation(documents: .oneOf([mine]), issuers: .oneOf([Self.bank]))
    func account(_ cents: Int64, _ seconds: Int64) -> ItemDescription {
      .reversibleLock(
        amount: Self.euro(cents), payee: Self.me, ledger: Self.bank, settlement: Span(seconds: seconds))
    }
    func bond(_ cents: Int64) -> ItemDescription {
      .bond(amount: Self.euro(cents), payee: Self.me, ledger: Self.bank)
    }
    let rows: [(ItemExpectation.Form, good: ItemDescription, bad: [ItemDescription])] = [
      (
        .certificate(diploma), .certificate(document: mine, issuer: Self.bank),
        [
          .certificate(document: other, issuer: Self.bank), .certificate(document: mine, issuer: Self.stranger),
          .credential(document: mine, issuer: Self.bank, registry: Self.bank), .statement(document: mine),
        ]
      ),
      (
        .credential(diploma), .credential(document: mine, issuer: Self.bank, registry: Self.bank),
        [
          .credential(document: other, issuer: Self.bank, registry: Self.bank),
          .certificate(document: mine, issuer: Self.bank),
        ]
      ),
      (.bond(PaymentExpectation(amount: amount)), bond(500), [bond(499), bond(701), Self.lock(500)]),
      (
        .accountPayment(
          AccountPaymentExpectation(PaymentExpectation(amount: amount), settledWithin: Span(seconds: 60))),
        account(700, 60), [account(701, 60), account(700, 61), Self.lock(700)]
      ),
      (.mail(MailExpectation(longest: 10)), .mail(length: 10), [.mail(length: 11)]),
      (.payment(PaymentExpectation(amount: amount)), Self.lock(500), [bond(500), account(500, 1)]),
    ]
    for (form, good, bad) in rows {
      #expect(try Self.code(ware(form), good) == nil, "\(form)")
      for item in bad { #expect(try Self.code(ware(form), item) == .notAsOffered, "\(form): \(item)") }
      #expect(try ExpectedWare(json: ware(form).json) == ware(form))
    }
  }

  /// That money can be taken back for a while is never accepted unasked.
  @Test func moneyOfAnAccountIsAcceptedForSoLong() throws {
    func reversible(_ cents: Int64, _ seconds: Int64, payee: Thumbprint = Self.me, ledger: Thumbprint = Self.bank)
      -> ItemDescription
    {
      .reversibleLock(
        amount: Self.euro(cents), payee: payee, ledger: ledger, settlement: Span(seconds: seconds))
    }
    let ware = ExpectedWare.accountMoney(Self.euro(500), settlement: Span(seconds: 60))
    #expect(try Self.code(ware, reversible(500, 60)) == nil)
    #expect(try Self.code(ware, reversible(500, 61)) == .notAsOffered)
    #expect(try Self.code(ware, reversible(499, 60)) == .notAsOffered)
    #expect(try Self.code(ware, reversible(500, 60, payee: Self.stranger)) == .notAsOffered)
    #expect(try Self.code(ware, reversible(500, 60, ledger: Self.stranger)) == .untrusted)
    #expect(try Self.code(ware, Self.lock(500)) == .notAsOffered)
    for other in [try Self.payment(500, nil), .money(Self.euro(500))] {
      #expect(try Self.code(other, reversible(500, 60)) == .notAsOffered)
    }
  }

  @Test func itIsReadAsItIsWritten() throws {
    for ware in [try Self.payment(500, nil), .accountMoney(Self.euro(500), settlement: Span(seconds: 60))] {
      #expect(try ExpectedWare(canonicalBytes: ware.canonicalBytes) == ware)
    }
  }

  /// What would never be looked at is refused where it is written.
  @Test func whatAPartyCannotKnowIsNoExpectation() throws {
    let payment = PaymentExpectation(brands: .only(try Designation("ecash")))
    for expectation in [
      ItemExpectation(.payment(payment)), ItemExpectation(.anything, certifiers: .only(Self.bank)),
      ItemExpectation(.anything, validUntil: Timestamp(seconds: 1)),
      ItemExpectation(.statement(DocumentExpectation(signers: .only(Self.bank)))),
    ] {
      #expect(throws: CodingError.self) {
        try ExpectedWare(canonicalBytes: ExpectedWare.item(expectation).canonicalBytes)
      }
    }
  }
}
