import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Approving a payment, and taking the approval back.
extension Gateway {
  /// AuthReq → AuthRes.
  func approve(_ message: SealedWithBaggage<AuthReqData, PI>, _ request: Request) async throws -> SETMessage {
    let opened = try open(message, at: request.now)
    let tags = opened.content.item.tags
    let xid = tags.transaction.xid
    if request.isNew { try GatewayChecks.fresh(tags.transaction, at: request.now) }
    try request.wrapper.requireTags(tags.tags, of: tags.transaction)
    let checked = try GatewayChecks.purchase(
      opened.content, message.baggage.content, from: opened.merchant, at: configuration.transport,
      trust: configuration.trust, now: request.now)
    guard checked.amount.currency == configuration.currency else {
      throw SETRefusal(.amount, "this gateway's money is \(configuration.currency)")
    }
    let (merchant, captureNow) = (tags.tags.merchant, opened.content.captureNow)
    let decision = try await decide(request, on: [xid]) { books in
      [try hold(checked, merchant, xid, captureNow: captureNow, books)]
    }
    return try answer(decision[0], tags, checked.order, to: opened.answers, request)
  }

  /// The bank's part: runs inside the transaction.
  private func hold(
    _ checked: GatewayChecks.CheckedPurchase, _ merchant: MerchantID, _ xid: XID, captureNow: Bool,
    _ books: GatewayBooks
  ) throws -> GatewayDecision {
    let zero = CurrencyAmount(.zero(checked.amount.currency))
    func no(_ code: AuthorisationCode) -> GatewayDecision {
      GatewayDecision(code: code.rawValue, amount: zero, isCaptured: false, isOutcome: false)
    }
    guard let payee = try books.account(of: merchant) else {
      throw SETRefusal(.merchantData, "the acquirer has no agreement with this merchant")
    }
    let (number, expiry) = (checked.card.number, checked.card.expiry)
    let payer = try cards.account(number, expiry, books.transaction)
    let isElsewhere = try cards.isElsewhere(number, expiry, finishing: books.isOpen, books.transaction)
    guard payer != nil || isElsewhere else { return no(.declined) }
    let place = Self.place(xid, checked.cardholder)
    guard try books.transaction.value(place, in: GatewayTables.revoked) == nil else { return no(.declined) }
    let amount = CurrencyAmount(checked.amount)
    var record = ApprovalRecord(
      request: books.request, merchant: merchant, payee: ByteString(payee.bytes),
      payer: ByteString(payer?.bytes ?? []),
      amount: amount, held: amount, captured: zero, credited: zero,
      ends: books.now.advanced(by: configuration.holdTime), lock: checked.lock.map { ByteString($0.canonicalBytes) })
    if isElsewhere {
      guard try ask(checked, of: &record, xid, captureNow: captureNow, books) else { return no(.declined) }
    }
    guard try books.hold(record, xid) else { return no(.declined) }
    _ = try books.transaction.insert([1], for: place, in: GatewayTables.purchases)
    if let lock = checked.lock {
      let place = Self.place(lock)
      guard try books.transaction.insert(xid.bytes, for: place, in: GatewayTables.locks) else {
        throw SETRefusal(.lock, "there is a lock with these terms already")
      }
      let receipt = LockReceipt(terms: lock, ledger: ledger, operation: GatewayPosting.hold(xid), issued: books.now)
      return GatewayDecision(
        code: AuthorisationCode.approved.rawValue, amount: amount, isCaptured: false,
        word: ByteString(receipt.canonicalBytes), isOutcome: false)
    }
    guard captureNow else {
      return GatewayDecision(
        code: AuthorisationCode.approved.rawValue, amount: amount, isCaptured: false, isOutcome: false)
    }
    try books.capture(checked.amount, of: &record, step: 2)
    try books.keep(record, xid)
    let batches = GatewayBatches(
      transaction: books.transaction, merchant: merchant, currency: checked.amount.currency)
    let (batch, position) = try batches.add(captured: checked.amount.minorUnits)
    return GatewayDecision(
      code: AuthorisationCode.approved.rawValue, amount: amount, isCaptured: true, batch: batch, position: position,
      isOutcome: false)
  }

  static func place(_ terms: LockTerms) -> [UInt8] {
    terms.exchange.bytes + SemperModel.Digest(plain: terms.canonicalBytes).bytes
  }

  private func answer(
    _ decision: GatewayDecision, _ tags: AuthTags, _ order: CMSDigestedData, to merchant: SETCertificate,
    _ request: Request
  ) throws -> SETMessage {
    guard let code = AuthorisationCode(rawValue: decision.code) else {
      throw CodingError(.outOfRange, "a decision on an approval has a code that is not known")
    }
    let binding = ApprovalBinding(merchant: tags.tags.merchant, order: order, request: request.rrpid)
    var extensions = [MessageExtensions.Kind.approvalBinding: binding.derBytes]
    extensions[.lockWord] = try signedWord(decision)
    let isApproved = code == .approved
    let payload = AuthResPayload(
      header: AuthHeader(
        amount: decision.amount, code: code, approval: isApproved ? try approvalCode(request.rrpid) : nil),
      capture: decision.isCaptured
        ? CapResPayload(
          code: .success, amount: decision.amount, batch: decision.batch, position: decision.position) : nil,
      extensions: MessageExtensions(extensions))
    let token = CapTokenData(
      request: request.rrpid, amount: decision.amount, xid: tags.transaction.xid, merchant: tags.tags.merchant)
    let baggage = AuthResBaggage(
      token: isApproved ? try Sealed(token, from: configuration.identity, to: ourselves(request.now)) : nil)
    let data = AuthResData(
      tags: AuthTags(
        tags: RRTags(rrpid: request.rrpid, merchant: tags.tags.merchant, date: request.now),
        transaction: tags.transaction), payload: payload)
    return .authRes(
      Alternative(try SealedWithBaggage(data, baggage: baggage, from: configuration.identity, to: merchant)))
  }

  /// AuthRevReq → AuthRevRes.
  func void(_ message: SealedWithBaggage<AuthRevReqData, TokenBaggage>, _ request: Request) async throws -> SETMessage {
    let opened = try open(message, at: request.now)
    let content = opened.content
    try GatewayChecks.merchant(content.tags, opened.merchant)
    let xid = content.transaction.xid
    try request.wrapper.requireTags(content.tags, of: content.transaction)
    try check(message.baggage.token, content.request, xid, content.tags.merchant)
    let move = try await move(content.extensions, xid, at: request.now)
    let decision = try await decide(request, on: [xid]) { books in
      [try void(content, xid, move, books)]
    }[0]
    let data = AuthRevResData(
      code: ReversalCode(rawValue: decision.code) ?? .unspecifiedFailure, tags: content.tags,
      transaction: content.transaction, amount: decision.amount,
      extensions: try signedWord(decision).flatMap { MessageExtensions([.lockWord: $0]) })
    return .authRevRes(
      Alternative(
        try SealedWithBaggage(data, baggage: TokenBaggage(), from: configuration.identity, to: opened.answers)))
  }

  private func void(
    _ content: AuthRevReqData, _ xid: XID, _ move: LockChecks.Move?, _ books: GatewayBooks
  ) throws -> GatewayDecision {
    func no(_ code: ReversalCode) -> GatewayDecision {
      GatewayDecision(
        code: code.rawValue, amount: CurrencyAmount(.zero(configuration.currency)), isCaptured: false, isOutcome: false)
    }
    guard var record = try books.approval(xid), record.request == content.request,
      record.merchant == content.tags.merchant
    else { return no(.originalNotFound) }
    let left = content.amount.money
    guard left.currency == configuration.currency, left.minorUnits <= record.held.money.minorUnits,
      record.held.money.minorUnits > 0
    else { return no(.originalProcessed) }
    if record.lock != nil {
      guard left.minorUnits == 0 else { return no(.originalProcessed) }
      switch move {
      case .back?:
        try giveBackAll(of: record, books)
        return try end(&record, xid, .refunded, paid: left, books)
      case .divided(left, let agreement)?:
        try giveBackAll(of: record, books)
        return try end(&record, xid, .settled, paid: left, agreement: agreement, books)
      case .divided?, .toPayee?, nil: return no(.originalProcessed)
      }
    }
    if let trace = record.issuer, left.minorUnits < record.held.money.minorUnits {
      guard try books.ask(.undo(trace.id(trace.held), kept: left), step: 100) else { return no(.originalProcessed) }
    }
    try books.release(to: left, of: &record, step: 0)
    try books.keep(record, xid)
    return GatewayDecision(
      code: ReversalCode.approved.rawValue, amount: content.amount, isCaptured: false, isOutcome: false)
  }
}
