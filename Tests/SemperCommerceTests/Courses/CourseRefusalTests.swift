import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms
import SemperTesting
import Synchronization
import Testing

/// Peers that leave the terms in a deal of many steps.
@Suite struct CourseRefusalTests {
  private struct Finding: Sendable {
    var tried = 0
    var kept = 0
    var passed: [String] = []
  }

  /// At each act of a deal, every lie in its place: none becomes an event of the deal, and what is the peer's is kept as evidence.
  @Test(arguments: [
    ("mail-order-retailing", "withdrawn, sent back and refunded"), ("registration", "a member for a fee"),
    ("consultancy", "two milestones, accepted and paid"), ("conditional-access", "a member reads two documents"),
  ])
  func actsOutsideTheTermsAreEvidence(_ name: String, _ scenario: String) async throws {
    let script = try await CourseTests.script(name, scenario)
    let fair = try await CourseTests.fair(script)
    let found = Mutex(Finding())
    let end = try await CourseEnd.law(fair, script) { world in
      world.witness = { statement, side, machine in
        let lies = CourseLies(signer: side == .buyer ? fair.buyerKey : fair.sellerKey, stranger: fair.arbiterKey)
        do {
          for lie in try lies.instead(of: statement) {
            let event: DealEvent?
            do { event = try DealVerifier(machine).judge(lie.statement, at: world.time.now()) } catch is Refusal {
              event = nil
            }
            found.withLock { found in
              found.tried += 1
              switch event {
              case .refused: found.kept += 1
              case nil: break
              default: found.passed.append("\(machine.position): \(lie.name)")
              }
            }
          }
        } catch {
          found.withLock { $0.passed.append("\(error)") }
        }
      }
    }.uncrashed()
    let finding = found.withLock { $0 }
    #expect(end.complaint == nil)
    #expect(finding.passed == [])
    #expect(finding.tried > 40 && finding.kept > finding.tried / 2, "\(finding)")
  }
}
