import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// What the payer of a scenario does, step by step. Each step bears being done again after a restart.
struct PaymentActor: Sendable {
  private static let notes = RecordTable("conformance_notes")

  let system: any PaymentSystemUnderTest
  let network: PaymentNetwork
  let archive: any Archive
  /// The process that it is in.
  let life: InMemoryArchive
  let manager: PaymentManager
  let purse: PurseID

  func money(_ units: Int64) -> Money { Money(minorUnits: units, system.currency) }

  func key(_ name: String) -> IdempotencyKey {
    IdempotencyKey(
      secret: Array(repeating: 1, count: 32),
      reference: PaymentReference(digest: Digest(plain: Array(name.utf8))), verb: name)
  }

  static func reference(_ name: String) -> PaymentReference {
    PaymentReference(for: Digest(plain: Array(name.utf8)), path: "payment")
  }

  /// Until the other side answers.
  func patiently<Value: Sendable>(_ body: @Sendable () async throws -> Value) async throws -> Value {
    while true {
      do {
        return try await body()
      } catch let refusal as Refusal where refusal.code != .unavailable {
        throw refusal
      } catch let failure as ConformanceFailure {
        throw failure
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        guard !life.hasCrashed else { throw error }
        network.note(trouble: error)
        try await system.time.wait(until: system.time.now().advanced(by: Span(seconds: 1)))
      }
    }
  }

  /// Waits, in the world's time, until it is so.
  func until(_ what: String, _ condition: @Sendable () async throws -> Bool) async throws {
    for _ in 0..<600 {
      if try await patiently(condition) { return }
      try await system.time.wait(until: system.time.now().advanced(by: Span(seconds: 1)))
    }
    throw ConformanceFailure("it never came to this: \(what)")
  }

  /// The payee's manager, once it is there.
  func payee() async throws -> PaymentManager { try await patiently { try network.manager(of: .payee) } }

  // MARK: Negotiating

  func request(_ name: String, _ units: Int64, choice: ChoiceMode = .systemOnly) -> PaymentRequest {
    PaymentRequest(
      amount: money(units), reference: Self.reference(name), choice: choice,
      notAfter: system.time.now().advanced(by: Span(seconds: 600)))
  }

  /// Agrees with the payee on a payment of this name, once for ever. The payee is ready for it then.
  func agree(_ name: String, _ units: Int64, authorising: Bool = false) async throws -> AgreedPayment {
    let agreed = try await agreement(name, units)
    try await ready(agreed, authorising)
    return agreed
  }

  /// Likewise, and the payee does nothing for it yet.
  func agreement(_ name: String, _ units: Int64) async throws -> AgreedPayment {
    let note = Array(name.utf8)
    if let kept = try await archive.records.read({ try $0.value(note, in: Self.notes) }) {
      return try AgreedPayment(
        verifying: PaymentAgreement(canonicalBytes: kept), payee: PaymentStage.payeeKey.thumbprint)
    }
    let request = request(name, units)
    let offer = try await patiently { try await network.manager(of: .payee).offer(request) }
    let selection = try await patiently {
      try await manager.choose(
        from: offer.signed, payee: PaymentStage.payeeKey.thumbprint, reference: request.reference)
    }
    let theirs = try await patiently {
      try await network.manager(of: .payee).confirm(selection.signed, of: offer.signed)
    }
    let agreed = try await manager.agree(
      offer: offer.signed, selection: selection.signed, confirmation: theirs.agreement.confirmation,
      payee: PaymentStage.payeeKey.thumbprint)
    network.lend(PaymentStage.payerKeys.payer(for: offer.digest))
    let bytes = agreed.agreement.canonicalBytes
    try await archive.records.transact { try $0.set(bytes, for: note, in: Self.notes) }
    return agreed
  }

  private func ready(_ agreed: AgreedPayment, _ authorising: Bool) async throws {
    _ = try await patiently {
      let payee = try network.manager(of: .payee)
      if authorising { return try await payee.authorise(agreed) }
      return try await payee.receive(agreed)
    }
  }

  // MARK: Paying

  /// Pays and waits until both sides agree on how it ended.
  @discardableResult
  func pay(
    _ name: String, _ units: Int64, authorising: Bool = false
  ) async throws -> (payer: PaymentStatus, payee: PaymentStatus) {
    let agreed = try await agree(name, units, authorising: authorising)
    let own = try await manager.outcome(of: manager.pay(agreed))
    try await until("the payee knows how “\(name)” ended") { try await payeeStatus(agreed).state.isOver }
    return (own, try await payeeStatus(agreed))
  }

  func payeeStatus(_ agreed: AgreedPayment) async throws -> PaymentStatus {
    try await patiently {
      let payee = try network.manager(of: .payee)
      return try await payee.status(of: payee.receive(agreed))
    }
  }

  /// The payee gives so much back, and both sides see it.
  func refund(_ agreed: AgreedPayment, _ units: Int64, key name: String) async throws {
    let amount = money(units)
    let payment = try await patiently { try await network.manager(of: .payee).receive(agreed) }
    let refund = try await patiently {
      try await network.manager(of: .payee).refund(payment, amount: amount, reason: "returned", key: key(name))
    }
    try await until("the payee has refunded “\(name)”") {
      try await network.manager(of: .payee).status(of: refund).state == .settled
    }
  }

  /// What of a payment the payer sees to have come back.
  func refunded(_ agreed: AgreedPayment) async throws -> Money? {
    try await manager.status(of: manager.pay(agreed)).refunded
  }

  // MARK: Cash

  func withdraw(_ units: Int64, key name: String) async throws {
    let status = try await manager.outcome(of: manager.withdraw(money(units), into: purse, key: key(name)))
    try requireEqual(status.state, .settled, "the withdrawal \(name)")
  }

  /// Makes sure that the purse can pay: cash has to be withdrawn before.
  func fill(_ units: Int64) async throws {
    if system.paymentClass == .cashLike { try await withdraw(units, key: "fill") }
  }
}
