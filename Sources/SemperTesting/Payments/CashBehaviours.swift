import SemperModel
import SemperPayments

/// Withdraw before, pay with what is there, deposit what is left.
enum CashBehaviours {
  static let all = [
    PaymentBehaviour("what is withdrawn is in the purse, and what is deposited on the account", inAndOut),
    PaymentBehaviour("more than the account holds is not withdrawn", tooMuch),
    PaymentBehaviour("the same withdrawal is made once", once),
    PaymentBehaviour("the payer dies at every write of a withdrawal and a deposit") { stage in
      try await stage.law(moved: 0) { try await goAndReturn($0) }.verify(["payer"])
    },
    PaymentBehaviour("the bank dies at every write of a withdrawal and a deposit") { stage in
      try await stage.law(moved: 0) { try await goAndReturn($0) }.verify(["bank"])
    },
  ]

  private static func goAndReturn(_ actor: PaymentActor) async throws {
    try await actor.withdraw(9_00, key: "in")
    let id = try await actor.manager.deposit(actor.money(4_00), from: actor.purse, key: actor.key("out"))
    try requireEqual(try await actor.manager.outcome(of: id).state, .settled, "the deposit")
  }

  @Sendable private static func inAndOut(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await goAndReturn(actor)
      let local = try await actor.patiently { try await actor.manager.balance(of: actor.purse) }
      try requireEqual(local.available, actor.money(5_00), "what the purse counts")
      let bank = try await actor.patiently { try await actor.manager.balanceAtBank(of: actor.purse) }
      try requireEqual(bank.available, actor.money(actor.system.grant - 5_00), "what the bank says")
      let all = try await actor.manager.deposit(nil, from: actor.purse, key: actor.key("all"))
      try requireEqual(try await actor.manager.outcome(of: all).amount, actor.money(5_00), "the deposit of all")
      let empty = try await actor.manager.balance(of: actor.purse)
      try requireEqual(empty.available, actor.money(0), "what is left in the purse")
    }
  }

  @Sendable private static func tooMuch(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      let id = try await actor.manager.withdraw(
        actor.money(actor.system.grant + 1_00), into: actor.purse, key: actor.key("much"))
      let status = try await actor.manager.outcome(of: id)
      try requireEqual(status.state, .failed, "a withdrawal of too much")
      try requireEqual(status.refusal?.code, .insufficientFunds, "the refusal")
    }
  }

  @Sendable private static func once(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      let key = actor.key("once")
      let first = try await actor.manager.withdraw(actor.money(3_00), into: actor.purse, key: key)
      let second = try await actor.manager.withdraw(actor.money(3_00), into: actor.purse, key: key)
      try requireEqual(second, first, "the same withdrawal")
      _ = try await actor.manager.outcome(of: first)
      let error = try await requireFailure("another withdrawal under the same key") {
        try await actor.manager.withdraw(actor.money(4_00), into: actor.purse, key: key)
      }
      try requireEqual((error as? Refusal)?.code, .idempotencyConflict, "the refusal")
      let local = try await actor.manager.balance(of: actor.purse)
      try requireEqual(local.available, actor.money(3_00), "what is in the purse")
    }
  }
}
