import Foundation
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperModel
import SemperTerms
import Testing

/// Terms of business are read strictly: each thing that an author may not write is refused, at its place and with its code.
@Suite struct TermsRefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let place: [String]
    let becomes: JSON?
    let code: CodingError.Code
    var testDescription: String { "\(place.joined(separator: ".")): \(becomes?.canonicalText ?? "missing") → \(code)" }

    init(_ place: String, _ becomes: JSON?, _ code: CodingError.Code) {
      self.place = place.split(separator: " ").map(String.init)
      self.becomes = becomes
      self.code = code
    }
  }

  private static func gives(_ seller: String, _ buyer: String?, from: String = "buyer") -> JSON {
    .array(
      [.fields(["from": "seller".json, "give": seller.json])]
        + (buyer.map { [.fields(["from": from.json, "give": $0.json])] } ?? []))
  }

  static let rows = [
    // The frame.
    Row("items", nil, .missing), Row("limits", nil, .missing), Row("service", nil, .missing),
    Row("start", nil, .missing), Row("states", nil, .missing), Row("version", nil, .missing),
    Row("limits maxPrice", nil, .missing), Row("limits maxDuration", nil, .missing),
    Row("script", "print(1)".json, .unknownMember), Row("limits fee", 1.json, .unknownMember),
    Row("items", .array([]), .wrongType), Row("states", .array([]), .wrongType),
    Row("states", .fields([:]), .outOfRange), Row("version", 1.json, .wrongType),
    Row("limits maxPrice amount", "-1.00".json, .wrongForm), Row("limits maxPrice currency", "ZZZ".json, .outOfRange),
    Row("limits maxDuration", "30 days".json, .wrongForm),
    // Items are bound expressions over the offer, and no other expressions.
    Row("items price", "money(1.00)".json, .wrongForm), Row("items price", "money(offer.price) ".json, .wrongForm),
    Row("items course", "data(file:///etc/passwd)".json, .wrongForm), Row("items course", 7.json, .wrongType),
    Row("items tip", "money(offer.tip)".json, .outOfRange),
    // Every name leads somewhere.
    Row("start", "nowhere".json, .outOfRange), Row("start", "end.done".json, .outOfRange),
    Row("states ordering then", "nowhere".json, .outOfRange), Row("states ordering else", "nowhere".json, .outOfRange),
    Row("states contracting failed", "nowhere".json, .outOfRange),
    Row("states inspecting timeout", "nowhere".json, .outOfRange),
    Row("states inspecting options satisfied", "nowhere".json, .outOfRange),
    Row("states paying", nil, .outOfRange), Row("items order", nil, .outOfRange), Row("items course", nil, .outOfRange),
    // One state.
    Row("states ordering phase", nil, .missing), Row("states ordering within", nil, .missing),
    Row("states ordering then", nil, .missing), Row("states ordering else", nil, .missing),
    Row("states ordering from", nil, .missing), Row("states ordering phase", "haggling".json, .outOfRange),
    Row("states ordering from", "arbiter".json, .outOfRange), Row("states ordering within", "1h".json, .wrongForm),
    Row("states ordering when", "buyer.rich".json, .unknownMember),
    Row("states ordering transfer", "gift".json, .outOfRange),
    Row("states ordering window", "P7D".json, .unknownMember),
    Row("states ordering timeout", "end.done".json, .unknownMember),
    Row("states offering anonymous", "yes".json, .wrongType),
    Row("states inspecting then", "end.done".json, .unknownMember),
    Row("states paying transfer", "course".json, .missing), Row("states paying anonymous", true.json, .unknownMember),
    // An exchange.
    Row("states paying window", nil, .missing), Row("states paying fair", nil, .missing),
    Row("states paying fair", "mostly".json, .outOfRange), Row("states paying window", "7".json, .wrongForm),
    Row("states paying exchange", gives("course", nil), .outOfRange),
    Row("states paying exchange", gives("course", "price", from: "seller"), .outOfRange),
    Row("states paying exchange", gives("course", ""), .outOfRange),
    Row("states paying exchange", gives("course", "gold"), .outOfRange),
    Row("states paying exchange", gives("course+course", "price"), .outOfRange),
    Row("states paying exchange", gives("course", "price+price"), .outOfRange),
    Row("states paying exchange", "course".json, .wrongType),
    Row("states paying exchange", .array([1.json, 2.json]), .wrongType),
    // A choice.
    Row("states inspecting options", .fields([:]), .wrongType),
    Row("states inspecting options", .array([]), .wrongType),
    Row("states inspecting options satisfied", 1.json, .wrongType),
    Row("states inspecting choose", "arbiter".json, .outOfRange), Row("states inspecting choose", nil, .missing),
    Row("states inspecting timeout", nil, .missing),
  ]

  private static let authored: JSON = {
    do { return try CanonicalJSON.parse(Array(Data(contentsOf: Fair.authoredTerms))) } catch {
      preconditionFailure("the authored terms cannot be read: \(error)")
    }
  }()

  @Test(arguments: rows) func whatAnAuthorMayNotWriteIsRefused(_ row: Row) throws {
    let changed = Self.authored.changed(row.place[...], to: row.becomes)
    let error = #expect(throws: CodingError.self) {
      try TermsOfBusiness(authored: changed, seller: SigningKey().thumbprint)
    }
    #expect(error?.code == row.code, "\(error.map { "\($0)" } ?? "")")
  }

  @Test func theAuthoredTermsAreReadAndSurviveTheirOwnJSON() throws {
    let terms = try TermsOfBusiness(authored: Self.authored, seller: SigningKey().thumbprint)
    #expect(try TermsOfBusiness(json: CanonicalJSON.parse(terms.canonicalBytes)) == terms)
  }

  /// Items that differ in the case of letters would stand at the same path of the exchange, and a second lock that is
  /// refused would leave the first behind.
  @Test func aSideGivesEachItemOnceAndMoneyOnce() throws {
    for (name, form, gift) in [
      ("Course", "data(offer.content)", ("course+Course", "price")),
      ("tip", "money(offer.price)", ("course", "price+tip")),
    ] {
      let changed = Self.authored.changed(["items", name], to: form.json)
        .changed(["states", "paying", "exchange"], to: Self.gives(gift.0, gift.1))
      let error = #expect(throws: CodingError.self) {
        try TermsOfBusiness(authored: changed, seller: SigningKey().thumbprint)
      }
      #expect(error?.code == .outOfRange)
    }
  }

  @Test func termsHaveAtMostSoManyStates() throws {
    guard case .object(let object) = Self.authored, let state = object["states"]?.member("offering") else {
      Issue.record("the authored terms have an offering")
      return
    }
    for (count, isAllowed) in [(TermsOfBusiness.mostStates, true), (TermsOfBusiness.mostStates + 1, false)] {
      var changed = Self.authored
      for number in 5..<count { changed = changed.changed(["states", "state\(number)"], to: state) }
      let terms = try? TermsOfBusiness(authored: changed, seller: SigningKey().thumbprint)
      #expect((terms != nil) == isAllowed, "\(count) states")
    }
  }
}

extension JSON {
  var canonicalText: String { String(decoding: CanonicalJSON.encode(self), as: UTF8.self) }

  func member(_ name: String) -> JSON? {
    if case .object(let object) = self { object[name] } else { nil }
  }

  /// With another value, or none, at a place in objects within objects.
  func changed(_ place: ArraySlice<String>, to value: JSON?) -> JSON {
    guard let name = place.first, case .object(let object) = self else { return self }
    guard place.count > 1 else { return .object(object.with(name, value)) }
    return .object(object.with(name, (object[name] ?? .fields([:])).changed(place.dropFirst(), to: value)))
  }
}
