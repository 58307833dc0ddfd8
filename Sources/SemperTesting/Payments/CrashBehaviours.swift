import SemperModel
import SemperPayments

/// Whoever dies just before or just after any of its durable writes: after the restart all ends as without the crash.
enum CrashBehaviours {
  static let all = ["payer", "payee", "bank"].map { party in
    PaymentBehaviour("the \(party) dies at every write") { stage in
      let report = try await stage.law(moved: 3_00, NetworkBehaviours.payAndReturn).verify([party])
      try require(report.crashes >= 4, "too few crashes to say anything: \(report)")
    }
  }
}
