public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperEngine
public import SemperModel
public import SemperPayments

/// A merchant's till for locked card payments: it answers cardholders, has the gateway hold the money, and claims it.
///
/// What comes in and what goes out is durable first. A message that comes again gets the answer that it got; a request that may
/// have reached the gateway is sent again as it was, until the gateway says that it came too late to be decided.
public struct CardTill: LockingTill, CardMerchant {
  private static let locks = RecordTable("set_till")
  private static let places = RecordTable("set_till_places")
  private static let answers = RecordTable("set_till_answers")
  private static let requests = RecordTable("set_till_requests")

  private let desk: MerchantDesk
  private let gateway: any CardLedger
  private let records: any Records
  private let arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey?
  private let time: any TimeSource

  public init(
    desk: MerchantDesk, gateway: any CardLedger, records: any Records, time: any TimeSource,
    arbiterKey: @escaping @Sendable (Thumbprint) async throws -> PublicKey?
  ) {
    self.desk = desk
    self.gateway = gateway
    self.records = records
    self.time = time
    self.arbiterKey = arbiterKey
  }

  public var ledger: Thumbprint { gateway.word.thumbprint }
  public var payee: Thumbprint { desk.identity.key.thumbprint }

  public func movements(of terms: LockTerms) -> [MovementName] { GatewayPosting.movements(of: terms, at: ledger) }

  // MARK: Towards cardholders

  public func answer(_ message: [UInt8]) async throws -> [UInt8] {
    let now = await time.now()
    var generator = SystemRandomNumberGenerator()
    do {
      let wrapper = try MessageWrapper(message)
      guard let rrpid = wrapper.header.rrpid else { throw SETRefusal(.header, "a request has a name (RRPID)") }
      let digest = wrapper.content
      if let kept = try await records.read({ try $0.value(rrpid.bytes, in: Self.answers) }) {
        return try Gateway.repeated(kept, digest)
      }
      // A purchase that was journalled goes on however late it is brought again.
      let known: CardTillRecord?
      if let xid = wrapper.header.ids?.xid { known = try await record(xid) } else { known = nil }
      if known?.request == nil { try wrapper.requireFresh(at: now) }
      let answer: [UInt8]
      switch wrapper.message {
      case .pInitReq(let begin): answer = try await open(message, begin, at: now)
      case .pReq: answer = try await hold(message, wrapper, at: now)
      default: throw SETRefusal.unexpected(wrapper)
      }
      let bytes = digest.bytes + answer
      let first = try await records.transact { transaction in
        try transaction.insert(bytes, for: rrpid.bytes, in: Self.answers)
          ? bytes : try transaction.value(rrpid.bytes, in: Self.answers) ?? bytes
      }
      return try Gateway.repeated(first, digest)
    } catch let refusal as SETRefusal {
      return try desk.error(refusal, to: message, using: &generator, at: now)
    }
  }

  private func open(_ message: [UInt8], _ begin: PInitReq, at now: Timestamp) async throws -> [UInt8] {
    guard let bytes = begin.extensions?.value(.lockTerms), let terms = try? LockTerms(canonicalBytes: bytes),
      terms.payee == payee
    else { throw SETRefusal(.lock, "this till is paid from locks that name it") }
    var generator = SystemRandomNumberGenerator()
    let order = try AgreedOrder(lock: terms, payee: desk.merchant)
    let (open, answer) = try desk.open(message, order: order, using: &generator, at: now)
    let record = CardTillRecord(
      terms: ByteString(bytes), transaction: open.transaction, challenge: open.challenge)
    try await records.transact { try $0.set(record.derBytes, for: open.xid.bytes, in: Self.locks) }
    return answer
  }

  private func hold(_ message: [UInt8], _ wrapper: MessageWrapper, at now: Timestamp) async throws -> [UInt8] {
    guard let xid = wrapper.header.ids?.xid, var record = try await record(xid) else {
      throw SETRefusal(.transaction, "this till has named no such transaction")
    }
    let received = try desk.receive(message, for: try open(record), at: record.received ?? now)
    if let kept = record.purchase, try MessageWrapper(kept.bytes).content != wrapper.content {
      throw SETRefusal(.transaction, "another purchase has come for this transaction")
    }
    (record.purchase, record.received) = (ByteString(message), record.received ?? now)
    if record.request == nil {
      var generator = SystemRandomNumberGenerator()
      record.request = ByteString(
        try desk.authorise(received, captureNow: false, using: &generator, at: now).1)
    }
    try await keep(record, xid)
    let answer = try await gateway.answer(record.request?.bytes ?? [], at: now)
    (record.approval, record.approved) = (ByteString(answer), now)
    let approval = try approval(record)
    let terms = record.terms.bytes
    let kept = record
    try await records.transact { transaction in
      try transaction.set(kept.derBytes, for: xid.bytes, in: Self.locks)
      // A lock stands in one transaction: the first that the gateway approved.
      if approval.isApproved { _ = try transaction.insert(xid.bytes, for: terms, in: Self.places) }
    }
    return try desk.result(received, PurchaseRecord(approval), at: now)
  }

  // MARK: Towards the gateway

  /// The approval that a lock stands in. Refuses (`unknownLock`) where there is none.
  package func approval(of terms: LockTerms) async throws -> Approval {
    let place = try await records.read { try $0.value(terms.canonicalBytes, in: Self.places) }
    guard let place, let record = try await record(try XID(bytes: place)) else {
      throw Refusal(.unknownLock, blame: .us, "this till has no lock with these terms")
    }
    return try approval(record)
  }

  public func claim(_ terms: LockTerms, with claim: LockClaim) async throws -> VerifiedStatement<LockOutcome> {
    switch claim {
    case .opening(let opening): return try await capture(terms, terms.amount, .opening(opening))
    case .decision(let decision):
      guard let arbiter = try await arbiterKey(terms.arbiter) else {
        throw Refusal(.untrusted, blame: .us, "the arbiter's key is not known to this till")
      }
      return try await capture(terms, terms.amount, .decision(decision, arbiter))
    }
  }

  public func settle(_ division: SignedStatement) async throws -> VerifiedStatement<LockOutcome> {
    let content = try VerifiedStatement<LockDivision>(verifying: division, keys: KeySet()).content
    return try await capture(content.terms, content.paid, .division(division))
  }

  /// Captures with a title; a part of nothing is a void with it. Another title is another request, each kept for itself.
  private func capture(
    _ terms: LockTerms, _ amount: Money, _ title: LockTitle
  ) async throws -> VerifiedStatement<LockOutcome> {
    let approval = try await approval(of: terms)
    let name = terms.canonicalBytes + SemperModel.Digest(plain: title.canonicalBytes).bytes
    let now = await time.now()
    var generator = SystemRandomNumberGenerator()
    let made =
      amount.minorUnits > 0
      ? try desk.capture(approval, amount: amount, title: title, using: &generator, at: now)
      : try desk.void(approval, title: title, using: &generator, at: now)
    var message = try await records.transact { transaction in
      try transaction.insert(made.1, for: name, in: Self.requests)
        ? made.1 : try transaction.value(name, in: Self.requests) ?? made.1
    }
    var answer = try await gateway.answer(message, at: now)
    var no = try error(answer, to: message)
    if no?.code == .messageTooOld {
      // It has decided nothing under that name, and never will.
      message = try await replace(message, with: made.1, at: name)
      answer = try await gateway.answer(message, at: now)
      no = try error(answer, to: message)
    }
    if no?.code == .messageTooOld {
      throw Refusal(.unavailable, blame: .us, "the gateway takes what is new for old; set this machine's clock")
    }
    if let no {
      throw Refusal(.notAsOffered, blame: .provider, "the gateway gives no money of this lock: \(no.code)")
    }
    guard let rrpid = try MessageWrapper(message).header.rrpid else {
      throw SETRefusal(.header, blame: .us, "our own request has no name")
    }
    let asked = MoneyAsked(approval: approval, rrpid: rrpid, amount: amount)
    return try outcome(try word(answer, to: asked, at: now), terms)
  }

  /// The ledger's word on how a lock has ended. What the gateway has signed is a refusal for good; what is not understood is none, and the
  /// same is asked again.
  private func word(_ answer: [UInt8], to asked: MoneyAsked, at now: Timestamp) throws -> [UInt8]? {
    do {
      return asked.amount.minorUnits > 0
        ? try desk.captured(answer, to: asked, at: now).extensions?.value(.lockWord)
        : try desk.voidedLock(answer, to: asked, at: now)
    } catch {
      guard error.check == .state || error.check == .amount else { throw error }
      throw error.refusal
    }
  }

  private func error(_ answer: [UInt8], to message: [UInt8]) throws(SETRefusal) -> ErrorData? {
    guard case .error(let error) = try MessageWrapper(answer).message else { return nil }
    return try error.content(about: message, by: gateway.word)
  }

  /// Keeps another request in place of one, unless somebody else has; gives what stands there.
  private func replace(_ message: [UInt8], with other: [UInt8], at name: [UInt8]) async throws -> [UInt8] {
    try await records.transact { transaction in
      if let known = try transaction.value(name, in: Self.requests), known != message { return known }
      try transaction.set(other, for: name, in: Self.requests)
      return other
    }
  }

  private func outcome(_ word: [UInt8]?, _ terms: LockTerms) throws -> VerifiedStatement<LockOutcome> {
    guard let word else { throw Refusal(.outsideTerms, blame: .provider, "the gateway gave no word on the lock") }
    let verified = try VerifiedStatement<LockOutcome>(
      verifying: SignedStatement(canonicalBytes: word), keys: KeySet([gateway.word]))
    guard verified.content.terms == terms else {
      throw Refusal(.outsideTerms, blame: .provider, "the gateway answered about another lock")
    }
    return verified
  }

  // MARK: What was kept

  private func record(_ xid: XID) async throws -> CardTillRecord? {
    try await records.read { try $0.value(xid.bytes, in: Self.locks) }.map { try CardTillRecord(derBytes: $0) }
  }

  private func keep(_ record: CardTillRecord, _ xid: XID) async throws {
    try await records.transact { try $0.set(record.derBytes, for: xid.bytes, in: Self.locks) }
  }

  private func open(_ record: CardTillRecord) throws -> OpenOrder {
    let terms = try LockTerms(canonicalBytes: record.terms.bytes)
    return OpenOrder(
      order: try AgreedOrder(lock: terms, payee: desk.merchant), transaction: record.transaction,
      challenge: record.challenge)
  }

  private func approval(_ record: CardTillRecord) throws -> Approval {
    guard let purchase = record.purchase, let received = record.received, let request = record.request,
      let answer = record.approval, let approved = record.approved,
      let rrpid = try MessageWrapper(derBytes: request.bytes, largest: MessageWrapper.largest).header.rrpid
    else { throw Refusal(.unknownLock, blame: .us, "the lock was not approved") }
    let bought = try desk.receive(purchase.bytes, for: try open(record), at: received)
    let asked = ApprovalAsked(received: bought, rrpid: rrpid, amount: bought.open.order.amount, captureNow: false)
    return try desk.approval(answer.bytes, to: asked, at: approved)
  }
}
