import SemperCommerce
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Testing

/// Deals of many steps, played by both sides' machines over real signatures, exchanges and an arbiter.
@Suite struct CourseTests {
  static func fair(_ script: CourseScript) async throws -> Fair {
    let (price, documents) = script.offered
    return try await Fair(business: (script.authored, price, documents))
  }

  private static func scripts(_ name: String) async throws -> [CourseScript] {
    try CourseScript.all(name, content: try await Fair().good.description.documentDigest)
  }

  static func script(_ name: String, _ scenario: String) async throws -> CourseScript {
    try #require(try await scripts(name).first { $0.scenario.name == scenario })
  }

  @Test("every scenario of a ready-made service comes to its end between two sides", arguments: CourseScript.names)
  func scenarios(_ name: String) async throws {
    for script in try await Self.scripts(name) {
      let fair = try await Self.fair(script)
      let end = try await CourseEnd.law(fair, script).uncrashed()
      #expect(end.complaint == nil, "\(name), \(script.scenario.name)")
      for side in DealSide.allCases {
        let bundle = try end.bundle(side, fair)
        guard bundle.order != nil else { continue }
        let report = EvidenceJudge.judge(bundle, trust: fair.trust)
        #expect(report.ok, "\(name), \(script.scenario.name), \(side)")
        #expect(report.faults.isEmpty)
      }
    }
  }

  /// Whoever will not move says so; who says nothing lets its time pass, and the other side goes on by the same way.
  @Test(
    arguments: [
      ("mail-order-retailing", "silence keeps the goods", [.buyer]),
      ("ticket-sale", "the buyer waits in vain", [.seller]),
      ("registration", "the application is not answered", [.seller]),
      ("consultancy", "not paid in spite of a reminder", [.buyer, .seller]),
      ("contract-signing", "eight drafts and no agreement", [.buyer, .seller]),
    ] as [(String, String, Set<DealSide>)])
  func silenceLeadsToTheSameEnd(_ name: String, _ scenario: String, _ silent: Set<DealSide>) async throws {
    let script = try await Self.script(name, scenario)
    let end = try await CourseEnd.law(Self.fair(script), script, silent: silent).uncrashed()
    #expect(end.complaint == nil)
  }

  /// An exchange, documents, a receipt, goods and money that goes back; two exchanges of content; a right.
  @Test(arguments: [
    ("mail-order-retailing", "withdrawn, sent back and refunded"),
    ("conditional-access", "a member reads two documents"),
    ("ticket-sale", "an evening at the opera"),
  ])
  func everyCrashComesToTheSameEnd(_ name: String, _ scenario: String) async throws {
    // A seller that dies before it has written anything down knows of no deal, and says so.
    let script = try await Self.script(name, scenario)
    let report = try await CourseEnd.law(Self.fair(script), script).verify(
      ["buyer", "seller"], passing: ["seller": 1])
    #expect(report.crashes > 60)
  }
}
