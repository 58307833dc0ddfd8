import SemperEngine
import SemperModel
import SemperPayments

/// Whoever dies just before or just after any of its durable writes: after the restart all ends as without the crash.
enum CrashBehaviours {
  static let all = ["payer", "payee", "bank"].flatMap { party in
    [
      PaymentBehaviour("the \(party) dies at every write") { stage in
        let report = try await stage.law(moved: 3_00, NetworkBehaviours.payAndReturn).verify([party])
        try require(report.crashes >= 4, "too few crashes to say anything: \(report)")
      },
      PaymentBehaviour("the \(party) dies at every write of a payment that the payer cancels") { stage in
        try await stage.law(moved: nil) { try await cancelled($0, by: .payer) }.verify([party])
      },
      PaymentBehaviour("the \(party) dies at every write of a payment that the payee cancels") { stage in
        try await stage.law(moved: nil) { try await cancelled($0, by: .payee) }.verify([party])
      },
    ]
  }

  /// Whether it was in time or not, both sides see the same end, and the money is where they see it.
  private static func cancelled(_ actor: PaymentActor, by party: PaymentParty) async throws {
    try await actor.fill(20_00)
    let agreed = try await actor.agree("unwanted", 5_00)
    let own = try await actor.manager.pay(agreed)
    switch party {
    case .payer: _ = try await actor.manager.cancel(own)
    case .payee:
      _ = try await actor.patiently {
        let payee = try actor.network.manager(of: .payee)
        return try await payee.cancel(payee.receive(agreed))
      }
    }
    let status = try await actor.manager.outcome(of: own)
    try require([.settled, .cancelled, .failed].contains(status.state), "the payer's payment is \(status.state)")
    if status.state != .settled { try await actor.system.time.wait(until: agreed.terms.notAfter) }
    try await actor.until("both sides see the same end") {
      let state = try await actor.payeeStatus(agreed).state
      return status.state == .settled ? state == .settled : state != .settled && state.isOver
    }
    let units: Int64 = status.state == .settled ? 5_00 : 0
    try await actor.until("the money is where it belongs") {
      try await actor.system.wealth(of: .payee) == actor.system.grant + units
    }
  }
}
