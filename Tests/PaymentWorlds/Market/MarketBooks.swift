import SemperModel
package import SemperPayments
import SemperTesting

/// What everybody in a market should own, held against every ledger, purse, card, coin, hold and lock.
package struct MarketBooks: Sendable {
  /// Of one system, in minor units; what is held is still the payer's.
  private struct Line {
    var payer: Int64
    var payee: Int64
    var held: Int64 = 0
    var fees: Int64 = 0
    let total: Int64
  }

  private var lines: [SchemeID: Line] = [:]

  package init(_ systems: [any LockingSystem]) {
    for system in systems {
      lines[system.scheme] = Line(payer: system.grant, payee: system.grant, total: 2 * system.grant)
    }
  }

  private mutating func change(_ scheme: SchemeID, _ body: (inout Line) -> Void) {
    guard var line = lines[scheme] else { preconditionFailure("\(scheme) has no line") }
    body(&line)
    lines[scheme] = line
  }

  package mutating func move(_ units: Int64, to party: PaymentParty, _ scheme: SchemeID) {
    change(scheme) { line in
      line.payer += party == .payer ? units : -units
      line.payee += party == .payee ? units : -units
    }
  }

  package mutating func hold(_ units: Int64, _ scheme: SchemeID) { change(scheme) { $0.held += units } }

  /// What is wrong with one system's money, if anything is. What the bank took in fees comes out of what the two own.
  ///
  /// - Parameter audited: whether the bank's auditor reads all of its books too.
  package mutating func complaint(_ system: any LockingSystem, audited: Bool) async throws -> String? {
    guard let should = lines[system.scheme] else { return nil }
    let total = try await system.total()
    guard total == should.total else { return "\(system.scheme): all money is \(total), was \(should.total)" }
    let (payer, payee) = (try await system.wealth(of: .payer), try await system.wealth(of: .payee))
    let (held, fees) = (try await system.held(), try await system.fees())
    guard held == should.held else { return "\(system.scheme): \(held) is held, should be \(should.held)" }
    let losses = (payer: should.payer - payer, payee: should.payee - payee)
    guard losses.payer >= 0, losses.payee >= 0, losses.payer + losses.payee == fees - should.fees else {
      return "\(system.scheme): payer, payee and fees are \(payer), \(payee), \(fees), "
        + "should be \(should.payer), \(should.payee), \(should.fees)"
    }
    change(system.scheme) { ($0.payer, $0.payee, $0.fees) = (payer, payee, fees) }
    guard audited else { return nil }
    let findings = try await system.findings()
    return findings.isEmpty ? nil : "\(system.scheme): \(findings.joined(separator: "; "))"
  }
}
