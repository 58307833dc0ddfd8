import SemperModel
import SemperPayments

/// Money that goes back. Systems without refunds say so, and then refuse.
enum RefundBehaviours {
  static let all = [
    PaymentBehaviour("a part comes back, then the rest, and never more", partAndRest),
    PaymentBehaviour("the same refund is made once", once),
  ]

  private static func canRefund(_ actor: PaymentActor) async throws -> Bool {
    try await actor.system.purse(actor.archive).descriptor.properties.refund != .none
  }

  @Sendable private static func partAndRest(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("returned", 10_00)
      let paid = try await actor.pay("returned", 10_00)
      let payee = try await actor.payee()
      let tooMuch = try await requireFailure("a refund of more than was paid") {
        try await payee.refund(paid.payee.id, amount: actor.money(10_01), reason: "x", key: actor.key("much"))
      }
      guard try await canRefund(actor) else { return }
      try requireEqual((tooMuch as? Refusal)?.code, .refundExceeded, "the refusal of too much")
      try await actor.refund(agreed, 2_50, key: "part")
      try await actor.until("the payer sees the part") { try await actor.refunded(agreed) == actor.money(2_50) }
      let payer = try await actor.manager.status(of: paid.payer.id)
      try requireEqual(payer.isRefunded, false, "whether all has come back")
      let double = try await requireFailure("a second refund of the whole") {
        try await payee.refund(paid.payee.id, amount: actor.money(10_00), reason: "x", key: actor.key("double"))
      }
      try requireEqual((double as? Refusal)?.code, .refundExceeded, "the refusal of a double refund")
      try await actor.refund(agreed, 7_50, key: "rest")
      try await actor.until("the payer sees all") { try await actor.manager.status(of: paid.payer.id).isRefunded }
      _ = try await requireFailure("a refund of nothing that is left") {
        try await payee.refund(paid.payee.id, amount: actor.money(1), reason: "x", key: actor.key("again"))
      }
      try requireEqual(try await actor.system.wealth(of: .payee), actor.system.grant, "what the payee has left")
    }
  }

  @Sendable private static func once(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("returned", 10_00)
      let paid = try await actor.pay("returned", 10_00)
      guard try await canRefund(actor) else { return }
      let payee = try await actor.payee()
      let key = actor.key("refund")
      let amount = actor.money(4_00)
      let first = try await payee.refund(paid.payee.id, amount: amount, reason: "broken", key: key)
      let second = try await payee.refund(paid.payee.id, amount: amount, reason: "broken", key: key)
      try requireEqual(second, first, "the same refund")
      let other = try await requireFailure("another refund under the same key") {
        try await payee.refund(paid.payee.id, amount: actor.money(1_00), reason: "broken", key: key)
      }
      try requireEqual((other as? Refusal)?.code, .idempotencyConflict, "the refusal")
      try await actor.until("the payer has it") { try await actor.refunded(agreed) == amount }
      try requireEqual(try await actor.system.wealth(of: .payee), actor.system.grant + 6_00, "what the payee has left")
    }
  }
}
