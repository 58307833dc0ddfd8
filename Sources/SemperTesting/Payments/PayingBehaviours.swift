import SemperEngine
import SemperModel
import SemperPayments

/// Paying and receiving, when nothing goes wrong.
enum PayingBehaviours {
  static let all = [
    PaymentBehaviour("what is paid arrives, and both sides can prove it", pays),
    PaymentBehaviour("the same key pays once, and nothing else", keyPaysOnce),
    PaymentBehaviour("cancelling is sure before the commit point and too late after it", cancelling),
    PaymentBehaviour("a payee that wishes to cancel gets no money or all of it", payeeCancels),
    PaymentBehaviour("many payments at once from one purse take their own money only", manyAtOnce),
    PaymentBehaviour("a payment that nobody makes fails when its time is over", nobodyPays),
    PaymentBehaviour("events tell how a payment goes, and end", events),
  ]

  @Sendable private static func pays(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 12_34) { actor in
      try await actor.fill(20_00)
      let (payer, payee) = try await actor.pay("lunch", 12_34)
      try requireEqual(payer.state, .settled, "the payer's state")
      try requireEqual(payee.state, .settled, "the payee's state")
      try requireEqual(payee.amount, actor.money(12_34), "what has arrived")
      try requireEqual(payer.amount, actor.money(12_34), "what was paid")
      try await proves(actor, actor.manager, payer.id)
      try await proves(actor, actor.network.manager(of: .payee), payee.id)
    }
  }

  /// The evidence holds for whoever believes the bank, and for nobody else; with any proof changed it does not hold.
  private static func proves(_ actor: PaymentActor, _ manager: PaymentManager, _ id: PaymentID) async throws {
    let evidence = try await manager.evidence(of: id, for: .paid)
    let purse = try await actor.system.purse(actor.archive)
    try judge(evidence, by: purse, await actor.system.providers)
    _ = try await requireFailure("evidence by an unknown bank") {
      try judge(evidence, by: purse, PaymentProviders([]))
    }
    _ = try await requireFailure("evidence of another claim") {
      try await manager.evidence(of: id, for: .refunded)
    }
    for index in evidence.proofs.indices {
      var proofs = evidence.proofs
      var bytes = proofs[index].bytes.bytes
      bytes[bytes.count / 2] ^= 1
      proofs[index] = PaymentProof(form: proofs[index].form, bytes: bytes)
      let changed = PaymentEvidence(
        claim: .paid, agreement: evidence.agreement, refund: nil, tokens: evidence.tokens, proofs: proofs)
      _ = try await requireFailure("evidence with a changed proof") {
        try judge(changed, by: purse, await actor.system.providers)
      }
    }
    let without = PaymentEvidence(
      claim: .paid, agreement: evidence.agreement, refund: nil, tokens: evidence.tokens, proofs: [])
    _ = try await requireFailure("evidence without proof") {
      try judge(without, by: purse, await actor.system.providers)
    }
  }

  private static func judge<Purse: PaymentPurse>(
    _ evidence: PaymentEvidence, by purse: Purse, _ providers: PaymentProviders
  ) throws {
    try Purse.Side.judge(evidence, trusting: providers)
  }

  @Sendable private static func keyPaysOnce(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 5_00) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("once", 5_00)
      let key = actor.key("once")
      let first = try await actor.manager.pay(agreed, key: key)
      let second = try await actor.manager.pay(agreed, key: key)
      let third = try await actor.manager.pay(agreed, key: actor.key("twice"))
      try requireEqual(second, first, "the same payment")
      try requireEqual(third, first, "the same agreement under another key")
      try requireEqual(try await actor.manager.outcome(of: first).state, .settled, "the payment")
      let other = try await actor.agree("other", 3_00)
      let error = try await requireFailure("another payment under the same key") {
        try await actor.manager.pay(other, key: key)
      }
      try requireEqual((error as? Refusal)?.code, .idempotencyConflict, "the refusal")
    }
  }

  @Sendable private static func cancelling(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("doubtful", 5_00)
      let id = try await actor.manager.pay(agreed)
      let outcome = try await actor.manager.cancel(id)
      let status = try await actor.manager.outcome(of: id)
      switch outcome {
      case .cancelled: try requireEqual(status.state, .cancelled, "what was cancelled in time")
      case .tooLate: try requireEqual(status.state, .settled, "what was cancelled too late")
      case .asked: throw ConformanceFailure("a payer does not have to ask anybody")
      }
      let payee = try await actor.system.wealth(of: .payee)
      try requireEqual(payee > actor.system.grant, status.state == .settled, "whether the payee has money")
      // After it has settled nothing cancels it.
      let settled = try await actor.pay("sure", 2_00).payer
      let late = try await actor.manager.cancel(settled.id)
      guard case .tooLate(let refund) = late else { throw ConformanceFailure("a settled payment was \(late)") }
      let properties = try await actor.system.purse(actor.archive).descriptor.properties
      try requireEqual(refund, properties.refund != .none, "whether a refund is possible")
    }
  }

  @Sendable private static func payeeCancels(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("unwanted", 5_00)
      let payee = try await actor.payee()
      let theirs = try await payee.receive(agreed)
      let own = try await actor.manager.pay(agreed)
      _ = try await payee.cancel(theirs)
      let status = try await actor.manager.outcome(of: own)
      try await actor.until("both sides agree") {
        let state = try await payee.status(of: theirs).state
        return status.state == .settled ? state == .settled : state != .settled && state.isOver
      }
    }
  }

  @Sendable private static func manyAtOnce(_ stage: PaymentStage) async throws {
    let count = 100
    try await stage.run(moved: Int64(count) * 31) { actor in
      try await actor.fill(40_00)
      var agreed: [AgreedPayment] = []
      for index in 0..<count { agreed.append(try await actor.agree("crowd \(index)", 31)) }
      var ids: [PaymentID] = []
      for one in agreed { ids.append(try await actor.manager.pay(one)) }
      for id in ids { try requireEqual(try await actor.manager.outcome(of: id).state, .settled, "one of many") }
      for one in agreed {
        try await actor.until("the payee has each") { try await actor.payeeStatus(one).state == .settled }
      }
    }
  }

  @Sendable private static func nobodyPays(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("forgotten", 5_00)
      try await actor.system.time.wait(until: agreed.terms.notAfter.advanced(by: Span(seconds: 10)))
      try await actor.until("the payee has given up") { try await actor.payeeStatus(agreed).state == .failed }
      let error = try await requireFailure("a payment after its time") { try await actor.manager.pay(agreed) }
      try requireEqual((error as? Refusal)?.code, .expired, "the refusal")
    }
  }

  @Sendable private static func events(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 5_00) { actor in
      try await actor.fill(20_00)
      let agreed = try await actor.agree("watched", 5_00)
      let id = try await actor.manager.pay(agreed)
      var last: PaymentState?
      for try await status in actor.manager.events(of: id) { last = status.state }
      try requireEqual(last, .settled, "the last event")
      try await actor.until("the payee has it") { try await actor.payeeStatus(agreed).state == .settled }
    }
  }
}
