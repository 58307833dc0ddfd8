import Logging
import SemperArchive
import SemperEngine
import SemperModel
import SemperPayments

/// Statements of account: each side finds by its own knowledge which payment a line belongs to, and nobody else does.
enum StatementBehaviours {
  static let all = [
    PaymentBehaviour("statements name the payment of each line, after a restart too, and a stranger's none", naming)
  ]

  /// A payment and a refund of other amounts than anything else that moves.
  private static let (paid, back): (Int64, Int64) = (5_00, 2_00)

  @Sendable private static func naming(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("lunch", paid)
      let (own, theirs) = try await actor.pay("lunch", paid)
      try await actor.refund(agreed, back, key: "part")
      try await actor.until("the payer sees the refund") { try await actor.refunded(agreed) == actor.money(back) }
      let lines = try await lines(of: actor.manager, actor)
      let taken = try await self.lines(of: actor.payee(), actor)
      try requireNamed(lines, own.id, agreed)
      try requireNamed(taken, theirs.id, agreed)
      guard (lines + taken).contains(where: { abs($0.units) == paid && !$0.payments.isEmpty }) else {
        throw ConformanceFailure("neither side's statement names the payment")
      }
      let next = try await manager(over: actor.archive, actor)
      try requireEqual(try await self.lines(of: next, actor), lines, "what a restarted payer finds")
      let stranger = try await manager(over: InMemoryArchive(), actor)
      let found = try await self.lines(of: stranger, actor).flatMap(\.payments)
      try requireEqual(found, [], "what somebody else who sees the account finds")
    }
  }

  /// Exactly the lines of these amounts, each with this payment alone.
  private static func requireNamed(_ lines: [StatementLine], _ id: PaymentID, _ agreed: AgreedPayment) throws {
    for line in lines {
      let isPayment = [paid, back].contains(abs(line.units))
      try requireEqual(line.payments.map(\.id), isPayment ? [id] : [], "the payment of \(line.purpose) \(line.units)")
      try requireEqual(line.payments.allSatisfy { $0.agreement == agreed.digest }, true, "what was agreed")
    }
  }

  /// None where the only purse of a side has no statement.
  private static func lines(of manager: PaymentManager, _ actor: PaymentActor) async throws -> [StatementLine] {
    try await actor.patiently {
      var lines: [StatementLine] = []
      for purse in manager.purses {
        do {
          lines += try await manager.statement(
            of: purse.id, from: Timestamp(seconds: 0), until: actor.system.time.now())
        } catch let refusal as Refusal where refusal.code == .notSupported {
          continue
        }
      }
      return lines
    }
  }

  /// Another process of a payer, which runs nothing.
  private static func manager(over archive: any Archive, _ actor: PaymentActor) async throws -> PaymentManager {
    let manager = PaymentManager(
      PaymentSurroundings(
        archive: archive, keys: PaymentStage.payerKeys, carrier: actor.network, time: actor.system.time,
        logger: Logger(label: "payments") { _ in SwiftLogNoOpLogHandler() }))
    _ = try await actor.patiently { try await manager.install(actor.system.purse(actor.archive)) }
    return manager
  }
}
