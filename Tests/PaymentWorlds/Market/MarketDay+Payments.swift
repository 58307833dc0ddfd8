import SemperCryptography
import SemperEcash
import SemperEngine
import SemperModel
import SemperPayments
import SemperTesting

extension MarketDay {
  /// Agrees on a payment, with the given system where its purse suits.
  func agree(
    _ units: Int64, with scheme: SchemeID, demands: PaymentDemands = PaymentDemands()
  ) async throws -> AgreedPayment {
    let reference = PaymentReference(for: Digest(plain: Array("deal \(nextDeal())".utf8)), path: "payment")
    let request = PaymentRequest(
      amount: Money(minorUnits: units, .euro), reference: reference,
      notAfter: market.time.now().advanced(by: Span(seconds: 3_600)))
    let offer = try await market.patiently { try await market.manager(of: .payee).offer(request) }
    let preferences = PaymentPreferences(order: [scheme])
    let selection = try await market.patiently {
      try await market.manager(of: .payer).choose(
        from: offer.signed, payee: market.payeeKey, reference: reference, demands: demands, preferences: preferences)
    }
    let theirs = try await market.patiently {
      try await market.manager(of: .payee).confirm(selection.signed, of: offer.signed)
    }
    return try await market.patiently {
      try await market.manager(of: .payer).agree(
        offer: offer.signed, selection: selection.signed, confirmation: theirs.agreement.confirmation,
        payee: market.payeeKey)
    }
  }

  func pay(_ system: any LockingSystem, cancelling: Bool) async throws -> SchemeID? {
    guard let units = try await drawToSpend(system) else { return nil }
    let agreed = try await agree(units, with: system.scheme)
    let scheme = agreed.terms.scheme
    let theirs = try await market.patiently { try await market.manager(of: .payee).receive(agreed) }
    let own = try await market.patiently { try await market.manager(of: .payer).pay(agreed) }
    if cancelling { _ = try await market.patiently { try await market.manager(of: .payer).cancel(own) } }
    let end = try await outcome(.payer, own)
    if isTooDear(end.refusal, scheme) {
      try requireState(try await outcome(.payee, theirs), [.cancelled, .failed])
      return scheme
    }
    try requireState(end, cancelling ? [.settled, .cancelled] : [.settled])
    let received = try await outcome(.payee, theirs)
    try requireState(received, end.state == .settled ? [.settled] : [.cancelled, .failed])
    guard end.state == .settled else { return scheme }
    books.move(units, to: .payee, scheme)
    paid.append(Paid(id: theirs, scheme: scheme, left: units))
    return scheme
  }

  /// Whether nothing was done because coins do not suffice for what the bank asks for them, which shows only when they are chosen.
  func isTooDear(_ refusal: Refusal?, _ scheme: SchemeID) -> Bool {
    guard let refusal, market.system(scheme).mostFees > 0 else { return false }
    return refusal.code == .insufficientFunds || refusal.code == .amountMismatch
  }

  /// A part or all of what is left of a payment.
  func refund() async throws -> SchemeID? {
    guard let index = paid.indices.randomElement(using: &numbers) else { return nil }
    // Nothing else gives back of it meanwhile.
    var before = paid.remove(at: index)
    let isWhole = Int.random(in: 1...3, using: &numbers) == 1
    guard let drawn = units(upTo: before.left) else { return nil }
    let (id, units, key) = (before.id, isWhole ? before.left : drawn, try key())
    let refund = try await market.patiently {
      try await market.manager(of: .payee).refund(
        id, amount: Money(minorUnits: units, .euro), reason: "returned", key: key)
    }
    try requireState(try await outcome(.payee, refund), [.settled])
    before.left -= units
    if before.left > 0 { paid.append(before) }
    books.move(units, to: .payer, before.scheme)
    return before.scheme
  }

  // MARK: Holding

  func authorise(_ system: any LockingSystem) async throws -> SchemeID? {
    let tasks = ["testmoney", "set"]
    guard tasks.contains(system.scheme.name), let units = try await drawToSpend(system) else { return nil }
    let agreed = try await agree(units, with: system.scheme)
    guard agreed.terms.scheme == system.scheme else { return nil }
    let theirs = try await market.patiently { try await market.manager(of: .payee).authorise(agreed) }
    let own = try await market.patiently { try await market.manager(of: .payer).pay(agreed) }
    try requireState(try await outcome(.payer, own), [.held])
    try requireState(try await outcome(.payee, theirs), [.held])
    books.hold(units, system.scheme)
    holds.append(Hold(id: theirs, scheme: system.scheme, left: units))
    return system.scheme
  }

  func capture() async throws -> SchemeID? {
    guard let index = holds.indices.randomElement(using: &numbers) else { return nil }
    var hold = holds.remove(at: index)
    guard let units = units(upTo: hold.left) else { return nil }
    let (before, key) = (hold.id, try key())
    let id = try await market.patiently {
      try await market.manager(of: .payee).capture(before, amount: Money(minorUnits: units, .euro), key: key)
    }
    try requireState(try await outcome(.payee, id), [.settled])
    hold.left -= units
    hold.isTouched = true
    if hold.left > 0 { holds.append(hold) }
    books.hold(-units, hold.scheme)
    books.move(units, to: .payee, hold.scheme)
    return hold.scheme
  }

  func void() async throws -> SchemeID? {
    guard let index = holds.indices.randomElement(using: &numbers) else { return nil }
    let (hold, key) = (holds.remove(at: index), try key())
    guard !hold.isTouched else {
      do {
        _ = try await market.patiently { try await market.manager(of: .payee).void(hold.id, key: key) }
      } catch is Refusal {
        holds.append(hold)
        return hold.scheme
      }
      throw ConformanceFailure("what was captured in part was voided")
    }
    let id = try await market.patiently { try await market.manager(of: .payee).void(hold.id, key: key) }
    try requireState(try await outcome(.payee, id), [.settled])
    books.hold(-hold.left, hold.scheme)
    return hold.scheme
  }

  // MARK: Cash

  func withdraw(_ system: any LockingSystem) async throws -> SchemeID? {
    guard system.paymentClass == .cashLike else { return nil }
    let purse = try market.purse(system.scheme)
    let account = try await market.patiently {
      try await market.manager(of: .payer).balanceAtBank(of: purse).available.minorUnits
    }
    guard let units = draw(upTo: account, from: "account of \(system.scheme)", system) else { return nil }
    let key = try key()
    let id = try await market.patiently {
      try await market.manager(of: .payer).withdraw(Money(minorUnits: units, .euro), into: purse, key: key)
    }
    try requireState(try await outcome(.payer, id), [.settled])
    return system.scheme
  }

  func deposit(_ system: any LockingSystem) async throws -> SchemeID? {
    guard system.paymentClass == .cashLike, let units = try await drawToSpend(system) else { return nil }
    let (purse, key) = (try market.purse(system.scheme), try key())
    let id = try await market.patiently {
      try await market.manager(of: .payer).deposit(Money(minorUnits: units, .euro), from: purse, key: key)
    }
    let end = try await outcome(.payer, id)
    // So little in so small coins that nothing would be left of it.
    let isTooLittle = end.refusal?.code == .amountMismatch && units <= system.mostFees
    try requireState(end, isTooLittle ? [.failed] : [.settled])
    return system.scheme
  }

  /// What the seed finds again of the purse's coins, while it holds them: nothing more and nothing less. It takes long, so it is done in
  /// few markets, and once.
  func restore(_ system: any LockingSystem) async throws -> SchemeID? {
    guard restores, system.scheme == EcashPaymentPurse.scheme, beginRestoring() else { return nil }
    let (purse, key) = (try market.purse(system.scheme), try key())
    let id = try await market.patiently { try await market.manager(of: .payer).restore(purse, key: key) }
    try requireState(try await outcome(.payer, id), [.settled])
    return system.scheme
  }

  /// The module brings to the bank what it has taken.
  func collect(_ system: any LockingSystem) async throws -> SchemeID? {
    try await market.patiently {
      let payee = try market.manager(of: .payee)
      for till in payee.purses where till.scheme == system.scheme {
        let operation = SpecialOperation("collect")
        guard try payee.specialOperations(of: till.id).contains(operation) else { continue }
        _ = try await payee.perform(operation, on: till.id)
        return system.scheme
      }
      return nil
    }
  }
}
