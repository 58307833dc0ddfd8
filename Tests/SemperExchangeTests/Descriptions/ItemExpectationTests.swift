import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperExchange

@Suite struct ItemExpectationTests {
  @Test func anExactExpectationMatchesItsItemAndNoOther() throws {
    var wares = Wares(1)
    for _ in 0..<400 {
      let item = try wares.item()
      let other = try wares.item()
      let exact = ItemExpectation(exactly: item.description)
      try exact.check(item, as: .promised)
      #expect(exact.matches(other) == item.isSameItem(as: other))
      #expect(item.isSameItem(as: other) == (item.description.canonicalBytes == other.description.canonicalBytes))
    }
  }

  /// Every single field of a description makes another item.
  @Test func oneFieldMakesAnotherItem() throws {
    let amount = Wares.euro(200)
    let root = try Wares.content(0, length: 1000, type: "text/plain").summary
    let lock = ItemDescription.lock(amount: amount, payee: Wares.keys[0], ledger: Wares.keys[1])
    let data = ItemDescription.data(root)
    let statement = ItemDescription.statement(document: Wares.digests[0])
    let variants: [(ItemDescription, [ItemDescription])] = [
      (statement, [.statement(document: Wares.digests[1]), lock, data]),
      (
        lock,
        [
          .lock(amount: Wares.euro(201), payee: Wares.keys[0], ledger: Wares.keys[1]),
          .lock(amount: Wares.euro(200, "CHF"), payee: Wares.keys[0], ledger: Wares.keys[1]),
          .lock(amount: amount, payee: Wares.keys[2], ledger: Wares.keys[1]),
          .lock(amount: amount, payee: Wares.keys[0], ledger: Wares.keys[2]), statement,
        ]
      ),
      (
        data,
        [
          .data(try Wares.content(1, length: 1000, type: "text/plain").summary),
          .data(try Wares.content(0, length: 1001, type: "text/plain").summary), lock,
        ]
      ),
    ]
    for (one, others) in variants {
      let exact = ItemExpectation(exactly: one)
      #expect(exact.matches(try ItemParticulars(one)))
      for other in others { #expect(!exact.matches(try ItemParticulars(other))) }
    }
  }

  @Test func looseningNeverRefusesWhatMatched() throws {
    var wares = Wares(2)
    var matched = 0
    for _ in 0..<5_000 {
      let item = try wares.item()
      var expectation = try wares.expectation(near: item)
      guard expectation.matches(item) else { continue }
      matched += 1
      for _ in 0..<4 {
        expectation = try wares.loosened(expectation)
        let text = String(decoding: expectation.canonicalBytes, as: UTF8.self)
        #expect(expectation.matches(item), "\(text)")
      }
    }
    #expect(matched > 500)
  }

  struct Difference: CustomTestStringConvertible, Sendable {
    let name: String
    let expectation: ItemExpectation
    let item: ItemParticulars
    var code = RefusalCode.notAsOffered
    let says: String
    var testDescription: String { name }
  }

  private static let (one, other) = (Wares.keys[0], Wares.keys[1])
  private static let money = ItemDescription.lock(amount: Wares.euro(200), payee: one, ledger: one)

  private static func item(
    _ name: String, _ form: ItemExpectation.Form, _ item: ItemParticulars, _ says: String
  ) -> Difference {
    Difference(name: name, expectation: ItemExpectation(form), item: item, says: says)
  }

  private static func payments() throws -> [Difference] {
    let paid = try ItemParticulars(money, brand: Wares.name("card"))
    func payment(
      _ name: String, _ item: ItemParticulars, _ says: String, _ change: (inout PaymentExpectation) throws -> Void
    ) rethrows -> Difference {
      var expected = PaymentExpectation()
      try change(&expected)
      return Self.item(name, .payment(expected), item, says)
    }
    return [
      try payment("too much", paid, "amount") { $0.amount = try AmountBound(least: nil, most: Wares.euro(199)) },
      try payment("too little", paid, "amount") { $0.amount = try AmountBound(least: Wares.euro(201), most: nil) },
      try payment("another currency", paid, "amount") {
        $0.amount = try AmountBound(least: nil, most: Wares.euro(900, "CHF"))
      },
      payment("payee", paid, "payee") { $0.payees = .only(other) },
      payment("ledger", paid, "ledger") { $0.ledgers = .only(other) },
      payment("brand", paid, "brand") { $0.brands = .only(Wares.name("ecash")) },
      try payment("unsaid brand", ItemParticulars(money), "brand: expected, and nobody says") {
        $0.brands = .only(Wares.name("ecash"))
      },
      item("class of a document", .statement(DocumentExpectation()), paid, "item"),
      item("class of content", .content(ContentExpectation()), paid, "item"),
    ]
  }

  private static func documents() throws -> [Difference] {
    let bare = try ItemParticulars(.statement(document: Wares.digests[0]))
    let document = try ItemParticulars(
      bare.description, document: DocumentParticulars(kind: Wares.name("receipt"), signers: [one]))
    let receipts = DocumentExpectation(kinds: .only(Wares.name("receipt")))
    return [
      item("document", .statement(DocumentExpectation(documents: .only(Wares.digests[1]))), document, "document"),
      item(
        "kind", .statement(DocumentExpectation(kinds: .only(Wares.name("contract")))), document, "document kind"),
      item("unsaid kind", .statement(receipts), bare, "document kind: expected, and nobody says"),
      item("signer", .statement(DocumentExpectation(signers: .only(other))), document, "document signers"),
    ]
  }

  private static func contents() throws -> [Difference] {
    let content = try Wares.content(0, length: 1000, type: "text/plain")
    let bare = try ItemParticulars(.data(content.summary))
    let goods = try ItemParticulars(bare.description, content: content)
    let root = try Wares.content(1, length: 1000, type: "text/plain").summary
    let (text, video) = (try MediaType("text/plain"), try MediaType("video/mp4"))
    return [
      item("root", .content(ContentExpectation(roots: .only(root))), goods, "content"),
      item("length", .content(ContentExpectation(longest: 999)), goods, "length"),
      item("media type", .content(ContentExpectation(mediaTypes: .only(video))), goods, "media types"),
      item(
        "unsaid media type", .content(ContentExpectation(mediaTypes: .only(text))), bare,
        "media types: expected, and nobody says"),
      item("class", .payment(PaymentExpectation()), goods, "item"),
      item("another item", .exactly(money), goods, "item"),
    ]
  }

  private static func generalities() throws -> [Difference] {
    let early = try ItemParticulars(money, validUntil: Timestamp(seconds: Wares.start.seconds - 1))
    let bare = try ItemParticulars(money)
    return [
      Difference(
        name: "certifier", expectation: ItemExpectation(.anything, certifiers: .only(other)), item: bare,
        code: .untrusted, says: "certifiers"),
      Difference(
        name: "validity", expectation: ItemExpectation(.anything, validUntil: Wares.start), item: early,
        says: "validity"),
      Difference(
        name: "unsaid validity", expectation: ItemExpectation(.anything, validUntil: Wares.start), item: bare,
        says: "validity: expected, and nobody says"),
    ]
  }

  /// Each kind of difference is named, and is the fault of whoever opened it, but nobody's as a promise.
  @Test func eachDifferenceIsNamed() throws {
    for difference in try Self.payments() + Self.documents() + Self.contents() + Self.generalities() {
      for (appraisal, blame) in [(Appraisal.promised, Blame.undetermined), (.opened, .peer)] {
        let refusal = #expect(throws: Refusal.self, "\(difference.name)") {
          try difference.expectation.check(difference.item, as: appraisal)
        }
        #expect(refusal?.code == difference.code, "\(difference.name)")
        #expect(refusal?.blame == blame, "\(difference.name)")
        #expect(refusal?.detail.hasPrefix(difference.says) == true, "\(difference.name): \(refusal?.detail ?? "")")
      }
    }
  }

  @Test func boundsHoldExactly() throws {
    let bound = try AmountBound(least: Wares.euro(100), most: Wares.euro(200))
    #expect([99, 100, 200, 201].map { bound.allows(Wares.euro($0)) } == [false, true, true, false])
    #expect(!bound.allows(Wares.euro(150, "CHF")))
    #expect(AmountBound.anything.allows(Wares.euro(0, "CHF")))
    #expect(throws: CodingError.self) { try AmountBound(least: Wares.euro(2), most: Wares.euro(1)) }
    #expect(throws: CodingError.self) { try AmountBound(least: Wares.euro(1), most: Wares.euro(2, "CHF")) }
    #expect(throws: CodingError.self) { try AmountBound(least: Wares.euro(-1), most: nil) }
  }

  /// Who has signed once more, or in another serialisation, has not made another document.
  @Test func aStatementIsTheSameWhoeverSignsItAgain() throws {
    let (one, other) = (SigningKey(), SigningKey())
    let manifest = try Parcel.manifest(from: one, to: [other.thumbprint])
    let first = try VerifiedStatement(signing: manifest, with: [one])
    let again = try VerifiedStatement(signing: manifest, with: [one])
    #expect(first.signed.signatures != again.signed.signatures)
    #expect(first.digest == again.digest)
    let kind = try DocumentParticulars(first)
    #expect(kind.kind.text == "transfer" && kind.signers == [one.thumbprint])
  }

  @Test func particularsOfAnotherItemAreRefused() throws {
    let content = try Wares.content(0, length: 1000, type: "text/plain")
    let other = try Wares.content(0, length: 1001, type: "text/plain")
    #expect(throws: CodingError.self) { try ItemParticulars(.data(other.summary), content: content) }
    #expect(throws: CodingError.self) {
      try ItemParticulars(.statement(document: Wares.digests[0]), content: content)
    }
  }
}
