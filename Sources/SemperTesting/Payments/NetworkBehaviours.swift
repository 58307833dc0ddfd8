import SemperEngine
import SemperModel
import SemperPayments

/// Tokens that are lost, repeated, late or of another time change nothing.
enum NetworkBehaviours {
  static let all = [
    weather("tokens that are lost come again", .losing),
    weather("a token whose arrival nobody hears of is taken once", .deaf),
    weather("tokens that come twice, with all earlier ones, are taken once", .repeating),
    PaymentBehaviour("tokens that overtake each other are taken all the same", overtaking),
    PaymentBehaviour("what is replayed the next day changes nothing", nextDay),
    PaymentBehaviour("a clock that jumps a week ahead loses nothing", clockJumps),
  ]

  private static func weather(_ name: String, _ weather: PaymentNetwork.Weather) -> PaymentBehaviour {
    PaymentBehaviour(name) { stage in
      var stage = stage
      stage.network = { _ in PaymentNetwork(weather) }
      try await stage.run(moved: 3_00, payAndReturn)
    }
  }

  /// 5.00 are paid and 2.00 come back, where the system has refunds; otherwise 3.00 are paid.
  @Sendable static func payAndReturn(_ actor: PaymentActor) async throws {
    try await actor.fill(20_00)
    guard try await actor.system.purse(actor.archive).descriptor.properties.refund != .none else {
      try requireEqual(try await actor.pay("all", 3_00).payee.state, .settled, "the payment")
      return
    }
    let agreed = try await actor.agree("part", 5_00)
    try requireEqual(try await actor.pay("part", 5_00).payee.state, .settled, "the payment")
    try await actor.refund(agreed, 2_00, key: "part")
    try await actor.until("the payer has it back") { try await actor.refunded(agreed) == actor.money(2_00) }
  }

  /// Two payments at once, so that something can overtake something; then one with a refund.
  @Sendable private static func overtaking(_ stage: PaymentStage) async throws {
    var stage = stage
    stage.network = { PaymentNetwork(.reordering($0)) }
    try await stage.run(moved: 6_00) { actor in
      try await actor.fill(20_00)
      let agreed = [try await actor.agree("first", 1_00), try await actor.agree("second", 2_00)]
      for one in agreed { _ = try await actor.manager.pay(one) }
      for one in agreed {
        try await actor.until("it has arrived") { try await actor.payeeStatus(one).state == .settled }
      }
      try await payAndReturn(actor)
      try require(actor.network.overtaken > 0, "no token has overtaken another")
    }
  }

  @Sendable private static func nextDay(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 3_00) { actor in
      try await payAndReturn(actor)
      try await actor.until("all is over") { try await actor.manager.open().isEmpty }
      try await actor.system.time.wait(until: actor.system.time.now().advanced(by: Span(seconds: 40_000)))
      for (token, party) in actor.network.carried {
        try await actor.network.manager(of: party).take(token)
      }
      try requireEqual(try await actor.manager.open().count, 0, "operations that replays have woken")
    }
  }

  @Sendable private static func clockJumps(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 3_00) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("before", 1_00)
      try await actor.system.time.wait(until: agreed.terms.notAfter.advanced(by: Span(seconds: 20_000)))
      try await payAndReturn(actor)
    }
  }
}
