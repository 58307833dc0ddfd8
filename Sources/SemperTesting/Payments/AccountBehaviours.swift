import SemperEngine
import SemperModel
import SemperPayments

/// Accounts at a bank; and where money can be held: authorise first, then capture some or all of it, or void it.
enum AccountBehaviours {
  static let all = telling + holding

  static let telling = [
    PaymentBehaviour("the bank's balance and statement tell what has moved", statement),
    PaymentBehaviour("operations of the other class are refused by name", otherClass),
  ]

  private static let holding =
    [
      PaymentBehaviour("what is authorised is captured in parts and never beyond", capturing),
      PaymentBehaviour("what is voided goes back, and nothing of it is captured", voiding),
    ]
    + ["payer", "payee", "bank"].flatMap { party in
      [
        PaymentBehaviour("the \(party) dies at every write of an authorisation and its capture") { stage in
          try await stage.law(moved: 6_00, captured).verify([party])
        },
        PaymentBehaviour("the \(party) dies at every write of an authorisation that is voided") { stage in
          try await stage.law(moved: 0, voided).verify([party])
        },
      ]
    }

  /// 6.00 are authorised and captured.
  @Sendable private static func captured(_ actor: PaymentActor) async throws {
    let agreed = try await actor.agree("hotel", 6_00, authorising: true)
    _ = try await actor.pay("hotel", 6_00, authorising: true)
    try await capture(agreed, 6_00, "all", actor)
  }

  @Sendable private static func voided(_ actor: PaymentActor) async throws {
    let agreed = try await actor.agree("hotel", 6_00, authorising: true)
    _ = try await actor.pay("hotel", 6_00, authorising: true)
    let void = try await actor.patiently {
      let payee = try await actor.payee()
      return try await payee.void(payee.authorise(agreed), key: actor.key("void"))
    }
    try await actor.until("it is voided") {
      try await actor.network.manager(of: .payee).status(of: void).state == .settled
    }
  }

  private static func capture(
    _ agreed: AgreedPayment, _ units: Int64, _ name: String, _ actor: PaymentActor
  ) async throws {
    let amount = actor.money(units)
    let capture = try await actor.patiently {
      let payee = try await actor.payee()
      return try await payee.capture(payee.authorise(agreed), amount: amount, key: actor.key(name))
    }
    try await actor.until("“\(name)” is captured") {
      try await actor.network.manager(of: .payee).status(of: capture).state == .settled
    }
  }

  @Sendable private static func capturing(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 10_00) { actor in
      let agreed = try await actor.agree("hotel", 10_00, authorising: true)
      let (payer, payee) = try await actor.pay("hotel", 10_00, authorising: true)
      try requireEqual(payer.state, .held, "the payer's state")
      try requireEqual(payee.state, .held, "the payee's state")
      try requireEqual(try await actor.system.wealth(of: .payee), actor.system.grant, "what the payee has so far")
      let manager = try await actor.payee()
      let tooMuch = try await requireFailure("a capture of more than is held") {
        try await manager.capture(payee.id, amount: actor.money(10_01), key: actor.key("much"))
      }
      try requireEqual((tooMuch as? Refusal)?.code, .amountMismatch, "the refusal of too much")
      try await capture(agreed, 6_00, "part", actor)
      try requireEqual(try await actor.system.wealth(of: .payee), actor.system.grant + 6_00, "after the part")
      _ = try await requireFailure("a capture of more than is left") {
        try await manager.capture(payee.id, amount: actor.money(4_01), key: actor.key("left"))
      }
      _ = try await requireFailure("voiding what was captured in part") {
        try await manager.void(payee.id, key: actor.key("void"))
      }
      try await capture(agreed, 4_00, "rest", actor)
    }
  }

  @Sendable private static func voiding(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      _ = try await actor.agree("hotel", 10_00, authorising: true)
      let (_, payee) = try await actor.pay("hotel", 10_00, authorising: true)
      let manager = try await actor.payee()
      let void = try await manager.void(payee.id, key: actor.key("void"))
      try requireEqual(try await manager.outcome(of: void).state, .settled, "the void")
      _ = try await requireFailure("a capture of what was voided") {
        try await manager.capture(payee.id, amount: actor.money(1_00), key: actor.key("late"))
      }
    }
  }

  @Sendable private static func statement(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 5_00) { actor in
      try await actor.pay("lunch", 5_00)
      let balance = try await actor.patiently { try await actor.manager.balanceAtBank(of: actor.purse) }
      try requireEqual(balance.available, actor.money(actor.system.grant - 5_00), "the balance")
      let lines = try await actor.patiently {
        try await actor.manager.statement(
          of: actor.purse, from: PaymentStage.start, until: actor.system.time.now())
      }
      try requireEqual(lines.last?.units, -5_00, "the last line")
      try requireEqual(lines.reduce(0) { $0 + $1.units }, actor.system.grant - 5_00, "all lines together")
    }
  }

  @Sendable private static func otherClass(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      let error = try await requireFailure("a withdrawal from an account-based purse") {
        try await actor.manager.withdraw(actor.money(1_00), into: actor.purse, key: actor.key("none"))
      }
      try requireEqual((error as? Refusal)?.code, .notSupported, "the refusal")
    }
  }
}
