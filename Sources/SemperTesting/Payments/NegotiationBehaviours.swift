import Logging
import SemperArchive
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// An offer leads to one agreement, and a refusal says why.
enum NegotiationBehaviours {
  static let all = [
    PaymentBehaviour("an amount above the till's limit is not offered", aboveTheLimit),
    PaymentBehaviour("another currency is not offered", otherCurrency),
    PaymentBehaviour("more than the purse holds is not chosen", insufficientFunds),
    PaymentBehaviour("an offer that has ended is neither chosen nor confirmed", expiredOffer),
    PaymentBehaviour("an expired purse neither pays nor receives", expiredPurse),
    PaymentBehaviour("what the deal demands and the system lacks is refused by name", demands),
    PaymentBehaviour("an offer for another deal or by another payee is refused", otherDeal),
    PaymentBehaviour("of one offer comes one payment", oneOfferOnePayment),
  ]

  /// Not by `requireFailure`, and never inlined: in a release build the compiler of Swift 6.3 crashes where it splits a closure
  /// that has become one function with both.
  @inline(never)
  private static func refused<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Refusal {
    do { _ = try await body() } catch let refusal as Refusal { return refusal }
    throw ConformanceFailure("\(what) was accepted")
  }

  @Sendable private static func aboveTheLimit(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      let refusal = try await refused("too large a payment") {
        try await actor.patiently {
          try await actor.network.manager(of: .payee).offer(actor.request("large", actor.system.largest + 1))
        }
      }
      try requireEqual(refusal.code, .noCommonPayment, "the refusal")
      try require(refusal.detail.contains("limit"), "the refusal does not speak of the limit: \(refusal.detail)")
    }
  }

  @Sendable private static func otherCurrency(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      let other = try Currency(code: actor.system.currency == .euro ? "CHF" : "EUR")
      let request = PaymentRequest(
        amount: Money(minorUnits: 100, other), reference: PaymentActor.reference("other"),
        notAfter: actor.system.time.now().advanced(by: Span(seconds: 60)))
      let refusal = try await refused("a payment in another currency") {
        try await actor.patiently { try await actor.network.manager(of: .payee).offer(request) }
      }
      try requireEqual(refusal.code, .noCommonPayment, "the refusal")
    }
  }

  @Sendable private static func insufficientFunds(_ stage: PaymentStage) async throws {
    try await stage.run(moved: nil) { actor in
      // An account is emptied first; a purse of cash holds nothing before it is filled.
      if actor.system.paymentClass == .accountBased {
        var left = actor.system.grant
        while left > 100 {
          let units = min(actor.system.largest, left - 50)
          try requireEqual(try await actor.pay("empty \(left)", units).payer.state, .settled, "emptying")
          left -= units
        }
      }
      let request = actor.request("poor", 200)
      let offer = try await actor.patiently { try await actor.network.manager(of: .payee).offer(request) }
      let (_, choice) = try await actor.patiently {
        try await actor.manager.weigh(
          offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference)
      }
      try require(choice.candidates.isEmpty, "a purse with too little was a candidate")
      try require(
        choice.mismatches.contains { $0.refusal.code == .insufficientFunds }, "nobody says that the money is too little"
      )
    }
  }

  @Sendable private static func expiredOffer(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(10_00)
      let request = actor.request("late", 200)
      let payee = try await actor.payee()
      let offer = try await actor.patiently { try await payee.offer(request) }
      let selection = try await actor.patiently {
        try await actor.manager.choose(
          from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference)
      }
      try await actor.system.time.wait(until: request.notAfter.advanced(by: Span(seconds: 1)))
      let chosen = try await refused("an offer that has ended") {
        try await actor.manager.choose(
          from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference)
      }
      try requireEqual(chosen.code, .expired, "choosing late")
      let confirmed = try await refused("a selection that comes late") {
        try await payee.confirm(selection.signed, of: offer.signed)
      }
      try requireEqual(confirmed.code, .expired, "confirming late")
    }
  }

  @Sendable private static func expiredPurse(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(10_00)
      let now = actor.system.time.now()
      let end = now.advanced(by: Span(seconds: 60))
      func around(_ keys: PaymentKeys, _ archive: InMemoryArchive) -> PaymentSurroundings {
        PaymentSurroundings(
          archive: archive, keys: keys, carrier: actor.network, time: actor.system.time,
          logger: Logger(label: "payments") { _ in SwiftLogNoOpLogHandler() })
      }
      let payer = try await PaymentManager.holding(
        actor.system.purse(actor.archive), until: end, around(PaymentStage.payerKeys, InMemoryArchive()))
      let payee = try await PaymentManager.holding(
        actor.system.till(InMemoryArchive()), until: end, around(PaymentStage.payeeKeys, InMemoryArchive()))
      // A till takes no payment that may be made after its end.
      let late = try await refused("a payment beyond the till's end") {
        try await payee.offer(actor.request("till", 200))
      }
      try requireEqual(late.code, .noCommonPayment, "the till's refusal")
      let request = actor.request("expiring", 200)
      let offer = try await actor.patiently { try await actor.network.manager(of: .payee).offer(request) }
      let weigh = { @Sendable () async throws in
        try await payer.weigh(
          offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference
        ).choice
      }
      // The bank may not have been opened yet.
      try requireEqual(try await actor.patiently(weigh).candidates.count, 1, "what is chosen before the purse ends")
      let selection = try await payer.choose(
        from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference)
      let theirs = try await actor.patiently {
        try await actor.network.manager(of: .payee).confirm(selection.signed, of: offer.signed)
      }
      let agreed = try await payer.agree(
        offer: offer.signed, selection: selection.signed, confirmation: theirs.agreement.confirmation,
        payee: PaymentStage.payeeKey.thumbprint)
      try await actor.system.time.wait(until: end)
      try require(
        try await weigh().mismatches.contains { $0.refusal.code == .expired }, "nobody says that the purse has expired")
      let paid = try await refused("a payment with a purse that has expired since") { try await payer.pay(agreed) }
      try requireEqual(paid.code, .expired, "paying late")
    }
  }

  @Sendable private static func demands(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(10_00)
      let request = actor.request("demanding", 200)
      let offer = try await actor.patiently { try await actor.network.manager(of: .payee).offer(request) }
      let demands = PaymentDemands(anonymity: .anonymous, needsLock: true, lockFor: Span(seconds: 60))
      let (_, choice) = try await actor.patiently {
        try await actor.manager.weigh(
          offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference, demands: demands)
      }
      let properties = try await actor.system.purse(actor.archive).descriptor.properties
      let isMet = (try? demands.require(properties)) != nil
      try requireEqual(!choice.candidates.isEmpty, isMet, "whether what is demanded is chosen")
      if !isMet {
        try require(
          choice.mismatches.contains { $0.refusal.code == .notAnonymous || $0.refusal.code == .lockMissing },
          "the refusal does not say what is missing")
      }
    }
  }

  @Sendable private static func otherDeal(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(10_00)
      let request = actor.request("mine", 200)
      let offer = try await actor.patiently { try await actor.network.manager(of: .payee).offer(request) }
      let deal = try await refused("an offer for another deal") {
        try await actor.manager.choose(
          from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: PaymentActor.reference("other"))
      }
      try requireEqual(deal.code, .notAsOffered, "another deal")
      let payee = try await refused("an offer by another payee") {
        try await actor.manager.choose(
          from: offer.signed, payee: SigningKey().thumbprint, reference: request.reference)
      }
      try requireEqual(payee.code, .wrongSigner, "another payee")
    }
  }

  @Sendable private static func oneOfferOnePayment(_ stage: PaymentStage) async throws {
    try await stage.run(moved: 0) { actor in
      try await actor.fill(10_00)
      let request = actor.request("once", 200, choice: .systemAndAmount)
      let payee = try await actor.payee()
      let offer = try await actor.patiently { try await payee.offer(request) }
      let selections = try await [Int64(200), 300].asyncCollect { units in
        try await actor.patiently {
          try await actor.manager.choose(
            from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference,
            amount: actor.money(units))
        }
      }
      let first = try await payee.confirm(selections[0].signed, of: offer.signed)
      let again = try await payee.confirm(selections[0].signed, of: offer.signed)
      try requireEqual(again.digest, first.digest, "the confirmation of the same selection")
      let second = try await refused("a second selection of the same offer") {
        try await payee.confirm(selections[1].signed, of: offer.signed)
      }
      try requireEqual(second.code, .idReused, "the second selection")
    }
  }
}

extension Array where Element: Sendable {
  /// One after the other.
  fileprivate func asyncCollect<Value>(
    _ body: (Element) async throws -> Value
  ) async throws -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
