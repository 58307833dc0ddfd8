import SemperCoding
import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Synchronization
import Testing

/// Whoever is given a right signs for the one that the terms give, and for no other.
@Suite struct DealRightTests {
  private struct Finding: Sendable {
    var isGood = false
    var passed: [String] = []
    var tried = 0
  }

  private static let system = SDJWTCredentials()

  @Test(arguments: [
    ("ticket-sale", "an evening at the opera"), ("registration", "a member for a fee"),
  ])
  func anotherRightIsRefused(_ name: String, _ scenario: String) async throws {
    let script = try await CourseTests.script(name, scenario)
    let fair = try await CourseTests.fair(script)
    let found = Mutex(Finding())
    let end = try await CourseEnd.law(fair, script) { world in
      world.witness = { statement, _, machine in
        guard statement.kind == .deed, !statement.isComplete, let record = machine.record,
          let given = try? Deed(json: .object(Self.content(statement))).credentials.first
        else { return }
        let now = world.time.now()
        let rights = DealRights(Self.system)
        found.withLock { found in
          found.isGood = rights.objection(to: given, in: record, at: now) == nil
          for (lie, credential) in Self.lies(given, record, fair) {
            found.tried += 1
            let changed = HandedCredential(item: given.item, credential: credential)
            let refusal = rights.objection(to: changed, in: record, at: now)
            if refusal == nil || refusal?.blame != .peer { found.passed.append(lie) }
          }
        }
      }
    }.uncrashed()
    let finding = found.withLock { $0 }
    #expect(end.complaint == nil)
    #expect(finding.isGood && finding.passed == [] && finding.tried == 7, "\(finding)")
  }

  private static func content(_ statement: SignedStatement) -> JSONObject {
    (try? CanonicalJSON.parse(statement.payload))?.object?.without(["kind", "signers", "v"]) ?? JSONObject([])
  }

  /// The right as a cheating giver would issue it: genuine, and different in one place.
  private static func lies(
    _ given: HandedCredential, _ record: DealRecord, _ fair: Fair
  ) -> [(String, String)] {
    guard let right = try? DealRight(given.item, from: .seller, in: record) else { return [] }
    func issued(
      type: CredentialType? = nil, holder: PublicKey? = nil, claims: JSONObject? = nil, from: Span? = nil,
      until: Timestamp? = nil, by key: SigningKey? = nil
    ) -> String {
      let draft = CredentialDraft(
        type: (type ?? right.type).description, holder: holder ?? right.holder, claims: claims ?? right.claims,
        issued: from.map { right.issued.advanced(by: $0) } ?? right.issued, expires: until ?? right.expires,
        secret: [UInt8](repeating: 1, count: 32))
      return (try? system.issue(draft, by: key ?? fair.sellerKey)) ?? ""
    }
    return [
      ("another type", issued(type: CredentialType("pass", under: right.type.terms))),
      ("under no terms", issued(type: CredentialType(right.type.name))),
      ("for another key", issued(holder: fair.arbiterKey.publicKey)),
      ("says something else", issued(claims: right.claims.with("worth", "0.00 EUR".json).with("more", 1.json))),
      ("by another key", issued(by: fair.arbiterKey)),
      ("from another time", issued(from: Span(seconds: 1))),
      ("ends sooner", issued(until: right.issued.advanced(by: Span(seconds: 86_400)))),
    ]
  }
}
