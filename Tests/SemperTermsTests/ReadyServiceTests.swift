import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTerms
import SemperTrustedUI
import Testing

/// The services that come with Semper, as data.
@Suite struct ReadyServiceTests {
  @Test func thereAreServices() { #expect(Services.names.contains("mail-order-retailing")) }

  @Test("the checker has nothing to say of a ready-made service", arguments: Services.names)
  func clean(_ name: String) throws {
    let report = try TermsChecker.report(on: Services.authored(name))
    #expect(report.findings.isEmpty, "\(report.findings.map { "\($0.check.rawValue) \($0.place): \($0.message)" })")
    #expect(report.service == name)
  }

  @Test("its scenarios end as they have to", arguments: Services.names)
  func scenarios(_ name: String) throws {
    let authored = try Services.authored(name)
    let scenarios = try TermsScenario.all(of: Services.document(name, "scenarios.yaml"))
    #expect(!scenarios.isEmpty)
    for scenario in scenarios {
      let complaints = try scenario.complaints(under: authored)
      #expect(complaints.isEmpty, "\(scenario.name): \(complaints)")
    }
  }

  /// Pages tell buyers the terms in these sentences: one of each step, in their language, and in another where there is none.
  @Test(arguments: Services.names) func eachStepIsToldInTheReadersLanguage(_ name: String) throws {
    let terms = try TermsOfBusiness(authored: Services.authored(name), seller: SigningKey().thumbprint)
    let steps = terms.states.count { if case .branch = $0.state.step { false } else { true } }
    let told = ["en", "de", "el"].map { terms.stepTexts(in: $0) }
    #expect(told.allSatisfy { $0.count == steps } && Set(told).count == 3)
    #expect(told[0].first == terms.displays.first { $0.language == "en" }?["state.\(terms.start)"]?.text)
    #expect(terms.stepTexts(in: "fr") == terms.stepTexts(in: terms.displays[0].language))
  }

  /// Every end that a deal can come to is the end of a scenario.
  @Test(arguments: Services.names) func everyEndIsReached(_ name: String) throws {
    let authored = try Services.authored(name)
    let ends = Set(try TermsScenario.all(of: Services.document(name, "scenarios.yaml")).map(\.end))
    var targets = Set<String>()
    func look(_ json: JSON) {
      switch json {
      case .string(let text): if text.hasPrefix("end.") { targets.insert(text) }
      case .array(let list): for element in list { look(element) }
      case .object(let object): for member in object.members { look(member.value) }
      case .null, .bool, .integer, .number: break
      }
    }
    look(try #require(authored["states"]))
    #expect(targets.subtracting(ends).isEmpty, "no scenario ends at \(targets.subtracting(ends).sorted())")
  }

  @Test("people can read it in each language", arguments: Services.names)
  func explained(_ name: String) throws {
    let authored = try Services.authored(name)
    for language in Language.allCases {
      let lines = try TermsExplanation(authored, in: language).lines
      #expect(lines.count > 10)
      #expect(
        !lines.contains { $0.contains("⟨") || $0.contains("{") },
        "\(lines.filter { $0.contains("⟨") || $0.contains("{") })")
      #expect(authored["display"]?[language.rawValue] != nil, "\(name) does not speak \(language)")
    }
  }

  @Test("it can be drawn", arguments: Services.names)
  func drawn(_ name: String) throws {
    let svg = try TermsDiagram(Services.authored(name)).svg
    for state in try #require(Services.authored(name)["states"]?.object).members {
      #expect(svg.contains(">\(state.name)</text>"))
    }
  }

  @Test("the same terms give the same bytes, also by their members in another order", arguments: Services.names)
  func reproducible(_ name: String) throws {
    let authored = try Services.authored(name)
    let bytes = try TermsChecker.report(on: authored).canonicalBytes
    #expect(try TermsChecker.report(on: CanonicalJSON.parse(CanonicalJSON.encode(authored))).canonicalBytes == bytes)
    #expect(try TermsReport(json: CanonicalJSON.decode(bytes)).canonicalBytes == bytes)
  }
}
