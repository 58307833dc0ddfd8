import SemperCoding
import SemperModel
import Testing

@testable import SemperTerms

/// What the checker tells an author to do, and what it calls things.
@Suite struct AdviceTests {
  private func report(_ change: (JSON) -> JSON) throws -> TermsReport {
    try TermsChecker.report(on: Services.authored(change(Services.sale())))
  }

  /// Every place of the language says by itself what is to be written there.
  @Test func eachPlaceOfTheSchemaSaysWhatToWrite() throws {
    func look(_ schema: JSON, _ place: String) {
      guard case .object(let object) = schema else { return }
      if object["$ref"] == nil || object["x-fix"] != nil {
        let fix = object["x-fix"].flatMap { try? String(json: $0) } ?? ""
        #expect(Advice.isRemedy(fix), "\(place): “\(fix)”")
      }
      for group in ["properties", "$defs"] {
        for member in object[group]?.object?.members ?? [] { look(member.value, "\(place)/\(group)/\(member.name)") }
      }
      for group in ["additionalProperties", "items", "propertyNames"] {
        if let inner = object[group] { look(inner, "\(place)/\(group)") }
      }
      if case .array(let list)? = object["oneOf"] { for inner in list { look(inner, "\(place)/oneOf") } }
    }
    look(TermsSchema.terms.root, "")
  }

  /// Faults that no schema sees, such as bounds the wrong way round, have the advice of their place.
  @Test(
    arguments: [
      (
        "forms.dispatch.fields.parcel", .fields(["least": 9.json, "most": 2.json, "type": "integer".json]),
        "forms.dispatch.fields.parcel.least"
      ),
      (
        "forms.dispatch.fields.parcel", .fields(["most": 9_999.json, "type": "text".json]),
        "forms.dispatch.fields.parcel.most"
      ),
    ] as [(String, JSON, String)])
  func whatCannotBeReadHasTheAdviceOfItsPlace(_ place: String, _ value: JSON, _ wrong: String) throws {
    let findings = try report { $0.changing(place, to: value) }.findings
    #expect(findings.map { $0.place.joined(separator: ".") } == [wrong])
    #expect(findings.allSatisfy { Advice.isRemedy($0.fix) && $0.fix.contains("such as") }, "\(findings)")
  }

  /// Claims twice, one side twice: also what stands in lists.
  @Test func listsThatCannotBeReadHaveItToo() throws {
    let claims = try report { $0.changing("states.hearing.claims", to: ["late", "late"].json) }.findings
    #expect(claims.count == 1 && claims[0].fix.contains("claims: ["), "\(claims)")
    let sides = try report { $0.changing("states.paying.exchange.0.from", to: "buyer".json) }.findings
    #expect(sides.count == 1 && sides[0].fix.contains("from: seller"), "\(sides)")
  }

  /// Who writes a number where an amount or a time has to stand is told how those are written.
  @Test func kindsAreNamedAsAuthorsWriteThem() throws {
    func message(_ place: String, _ value: JSON) throws -> String {
      let findings = try report { $0.changing(place, to: value) }.findings
      #expect(findings.count == 1 && findings[0].place.joined(separator: ".") == place, "\(findings)")
      return findings.first?.message ?? ""
    }
    #expect(try message("limits.maxPrice", 2_000.json).contains("12.00 EUR"))
    #expect(try message("limits.maxDuration", 30.json).contains("P14D"))
    #expect(try message("states.shipping.within", 14.json).contains("P14D"))
    #expect(try message("forms.contract.fields.total.most", .array([])).contains("500.00 EUR"))
    let words = try Services.sale().changing("limits.maxPrice", to: "two thousand".json)
    let refusal = #expect(throws: CodingError.self) { try Services.authored(words) }
    #expect(refusal?.place == ["limits", "maxPrice"] && refusal?.message.contains("500.00 EUR") == true)

    let foreign = try Services.sale().changing("forms.contract.fields.total.most", to: "2000.00 USD".json)
    let other = #expect(throws: CodingError.self) { try Services.authored(foreign) }
    #expect(other?.place == ["forms", "contract", "fields", "total", "most"], "\(String(describing: other))")
    #expect(other?.message.contains("in another currency") == true)
  }

  /// Likewise in documents that are filled in to try terms out, or for a step.
  @Test func valuesOfFieldsAreNamedAsPeopleWriteThem() throws {
    func message(_ range: FormField.Range, _ value: JSON) -> String {
      do throws(CodingError) {
        _ = try FieldValue(json: value, in: FormField(range), currency: .euro)
        return ""
      } catch { return error.message }
    }
    #expect(message(.money(Bounds(1, 200_000)), 40.json).contains("12.00 EUR"))
    #expect(message(.money(Bounds(1, 200_000)), "40 EUR".json).contains("12.00 EUR"))
    #expect(message(.money(Bounds(100, 200_000)), Money(minorUnits: 5, .euro).json).contains("1.00 EUR to 2000.00 EUR"))
    #expect(message(.span, 14.json).contains("P14D") && message(.span, "two weeks".json).contains("P14D"))
    #expect(message(.moment, 2027.json).contains("2026-11-22T19:30:00Z"))
  }

  /// A part that comes back is counted as the least that its fields allow, which an author does not see in the sum that can be lost.
  @Test func aLossSaysWhatWasCountedOfPartsThatCameBack() throws {
    let part = try report {
      $0.changing("items.refund", to: "refund(price, smaller(contract.deposit, contract.total))".json)
        .changing("forms.contract.fields.deposit", to: .fields(["most": 5_000.json, "type": "money".json]))
        .changing(["display", "en", "field.contract.deposit"], to: "Deposit".json)
    }
    let found = try #require(part.findings.first { $0.check == .wayOut })
    #expect(
      found.message.contains("“refund” is counted as only 0.00 EUR coming back, the least that"), "\(found.message)")
    #expect(found.message.contains("“price”, counted as the 2000.00 EUR that it can be"), "\(found.message)")
    #expect(found.fix.contains("contract.deposit") && found.fix.contains("least:"), "\(found.fix)")
    // Where nothing has come back, nothing is said of it.
    let nothing = try report { $0.changing("states.inspecting.options.keep", to: "refunding".json) }
    #expect(!nothing.findings.contains { $0.message.contains("coming back") })
    let lost = try report { terms in
      ["options.claim", "timeout", "repeat.then"].reduce(terms) {
        $0.changing("states.undelivered.\($1)", to: "end.done".json)
      }
    }
    #expect(lost.findings.contains { $0.check == .wayOut && $0.message.hasSuffix("or to be heard.") })
  }
}
