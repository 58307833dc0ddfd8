import SemperCoding
import SemperCryptography
import SemperTerms
import Testing

/// Which documents tell of goods that travel is declared, checked, and nothing that a field is called.
@Suite struct TellingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let what: String
    let place: [String]
    let change: @Sendable (JSON) -> JSON

    init(_ what: String, _ place: String, _ change: @escaping @Sendable (JSON) -> JSON) {
      (self.what, self.change) = (what, change)
      self.place = place.split(separator: ".").map(String.init)
    }

    var testDescription: String { what }
  }

  static let rows: [Row] = [
    Row("a word that is none", "forms.dispatch.tells") {
      $0.changing("forms.dispatch.tells", to: "sent(carrier)".json)
    },
    Row("a field that is not there", "forms.dispatch.tells") {
      $0.changing("forms.dispatch.tells", to: "dispatch(carrier, number)".json)
    },
    Row("a field of another kind", "forms.dispatch.tells") {
      $0.changing("forms.dispatch.tells", to: "dispatch(carrier, sent)".json)
    },
    Row("a receipt whose fields are the wrong way round", "forms.handover.tells") {
      $0.changing("forms.handover.tells", to: "handover(intact, received)".json)
    },
    Row("an order that tells of goods", "forms.order.tells") {
      $0.changing("forms.order.tells", to: "dispatch(carrier, parcel)".json)
    },
    Row("a note of what is not given there", "states.refundingRest") {
      $0.changing("states.refundingRest.transfer", to: "settlement+restRefund+dispatch".json)
    },
    Row("two notes in a step", "states.shipping") {
      $0.changing("states.shipping.transfer", to: "parcel+dispatch+second".json)
        .changing("items.second", to: "document".json)
        .changing(
          "forms.second",
          to: .fields([
            "fields": .fields([
              "a": .fields(["most": 9.json, "type": "text".json]), "b": .fields(["most": 9.json, "type": "text".json]),
            ]), "tells": "dispatch(a, b)".json,
          ]))
    },
  ]

  @Test(arguments: rows) func whatCannotBeToldIsAnError(_ row: Row) throws {
    let authored = try Services.authored("mail-order-retailing")
    let findings = try TermsChecker.report(on: row.change(authored)).findings.filter { $0.check == .form }
    #expect(findings.contains { $0.place == row.place && $0.severity == .error }, "\(findings)")
    #expect(findings.allSatisfy { Advice.isRemedy($0.fix) }, "\(findings.map(\.fix))")
    #expect(throws: CodingError.self) {
      try TermsOfBusiness(authored: row.change(authored), seller: SigningKey().thumbprint)
    }
  }

  /// A buyer that gets no goods has nothing to sign for.
  @Test func aReceiptIsGivenByWhomGoodsAreGivenTo() throws {
    let terms = try Services.authored("mail-order-retailing")
    let seller = terms.changing("states.receiving.from", to: "seller".json)
    let sent = ["returned", "returnedPart"].reduce(seller) {
      $0.changing("items.\($1)", to: .fields(["form": "work".json, "worth": "0.00 EUR".json]))
    }
    #expect(
      try TermsChecker.report(on: sent).findings.contains { $0.check == .form && $0.place == ["states", "receiving"] })
  }

  /// The fields that tell it may have any name; without a word of it, nothing is told.
  @Test func namesMeanNothing() throws {
    let authored = try Services.authored("mail-order-retailing")
    let terms = try TermsOfBusiness(authored: authored, seller: SigningKey().thumbprint)
    #expect(terms.telling(of: "dispatch") == .dispatch(carrier: "carrier", parcel: "parcel"))
    #expect(terms.telling(of: "handover") == .handover(received: "received", intact: "intact"))
    #expect(terms.telling(of: "settlement") == nil && terms.deliveryAddresses == [FieldPath("order", "delivery")])
    let silent = ["dispatch", "handover"].reduce(authored) { $0.changing("forms.\($1).tells", to: nil) }
    let old = try TermsOfBusiness(authored: silent, seller: SigningKey().thumbprint)
    #expect(old.telling(of: "dispatch") == nil && old.telling(of: "handover") == nil)
    #expect(try TermsChecker.report(on: silent).findings.isEmpty)
    for spelling in ["dispatch(carrier,parcel)", "dispatch( carrier, parcel)", "dispatch(carrier, parcel) "] {
      #expect(throws: CodingError.self) { try Telling(json: spelling.json) }
    }
  }

  /// Who takes it away has a carrier heard no more; who adds it takes nothing from the buyer.
  @Test func takingItAwayIsWorseForTheBuyer() throws {
    let told = try Services.authored("mail-order-retailing")
    let silent = told.changing("forms.dispatch.tells", to: nil)
    let lost = try TermsChecker.changes(from: told, to: silent)
    #expect(lost.count == 1 && lost[0].isWorseForBuyer && lost[0].place == ["forms", "dispatch", "tells"])
    let won = try TermsChecker.changes(from: silent, to: told)
    #expect(won.count == 1 && !won[0].isWorseForBuyer)
  }
}
