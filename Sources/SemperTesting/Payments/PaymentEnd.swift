import SemperModel
import SemperPayments

/// How a scenario ended: what each side owns, and whether all money is still there.
struct PaymentEnd: Sendable {
  let payer: Int64
  let payee: Int64
  let total: Int64
  let findings: [String]

  init(_ system: any PaymentSystemUnderTest) async throws {
    payer = try await system.wealth(of: .payer)
    payee = try await system.wealth(of: .payee)
    total = try await system.total()
    findings = try await system.findings()
  }

  /// What is wrong, if anything is.
  ///
  /// - Parameters:
  ///   - moved: what the payee should have more than at the beginning; `nil` if that is not certain.
  ///   - spoiler: who may lose what it pays by its own doing, so that nobody has it; a payee has nothing of its own to spoil.
  func complaint(
    _ system: any PaymentSystemUnderTest, moved: Int64?, total expected: Int64, spoiler: PaymentParty? = nil
  ) -> String? {
    if !findings.isEmpty { return "the books are not in order: \(findings.joined(separator: "; "))" }
    if total != expected { return "there were \(expected) minor units, now there are \(total)" }
    let isSpoilt = spoiler == .payer && payer + payee < 2 * system.grant && payee >= system.grant
    if payer + payee != 2 * system.grant, !isSpoilt {
      return "payer and payee own \(payer) and \(payee), had \(system.grant) each"
    }
    if let moved, payee != system.grant + moved { return "the payee owns \(payee), not \(system.grant + moved)" }
    return nil
  }
}
