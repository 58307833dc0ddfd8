import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Capturing approved money, and giving it back.
extension Gateway {
  /// CapReq → CapRes.
  func capture(_ message: SealedWithBaggage<CapReqData, [CapToken]>, _ request: Request) async throws -> SETMessage {
    let opened = try open(message, at: request.now)
    let content = opened.content
    try GatewayChecks.merchant(content.tags, opened.merchant)
    try request.wrapper.requireTags(content.tags, of: content.items.first?.transaction)
    guard (1...20).contains(content.items.count), message.baggage.count == content.items.count else {
      throw SETRefusal(.capToken, "one to 20 captures, each with its token")
    }
    var moves = [LockChecks.Move?]()
    for (item, token) in zip(content.items, message.baggage) {
      try check(token, item.request, item.transaction.xid, content.tags.merchant)
      moves.append(try await move(item.payload.extensions, item.transaction.xid, at: request.now))
    }
    let judged = moves
    let decisions = try await decide(request, on: content.items.map(\.transaction.xid)) { books in
      try content.items.indices.map { try capture(content, $0, judged[$0], books) }
    }
    let items = try zip(content.items, decisions).map { item, decision in
      CapResItem(
        transaction: item.transaction, request: item.request,
        payload: CapResPayload(
          code: CaptureCode(rawValue: decision.code) ?? .unspecifiedFailure, amount: decision.amount,
          batch: decision.batch, position: decision.position,
          extensions: try signedWord(decision).flatMap { MessageExtensions([.lockWord: $0]) }))
    }
    return .capRes(
      try Sealed(CapResData(tags: content.tags, items: items), from: configuration.identity, to: opened.answers))
  }

  private func capture(
    _ content: CapReqData, _ index: Int, _ move: LockChecks.Move?, _ books: GatewayBooks
  ) throws -> GatewayDecision {
    let item = content.items[index]
    let xid = item.transaction.xid
    let step = UInt8(index * 4)
    let amount = item.payload.amount.money
    func no(_ code: CaptureCode) -> GatewayDecision {
      GatewayDecision(
        code: code.rawValue, amount: CurrencyAmount(.zero(configuration.currency)), isCaptured: false, isOutcome: false)
    }
    guard var record = try books.approval(xid), record.request == item.request,
      record.merchant == content.tags.merchant
    else { return no(.unknownXID) }
    guard record.captured.money.minorUnits == 0 || record.held.money.minorUnits > 0, record.ending == nil else {
      return no(.duplicateRequest)
    }
    guard amount.currency == configuration.currency, amount.minorUnits > 0,
      amount.minorUnits <= record.held.money.minorUnits
    else { return no(.invalidAuthData) }
    let batches = GatewayBatches(
      transaction: books.transaction, merchant: record.merchant, currency: configuration.currency)
    var decision: GatewayDecision
    if record.lock != nil {
      switch move {
      case .toPayee? where amount == record.held.money:
        decision = try end(&record, xid, .claimed, paid: amount, books)
      case .divided(amount, let agreement)?:
        try giveBackRest(of: record, but: amount, step: step, books)
        decision = try end(&record, xid, .settled, paid: amount, agreement: agreement, books)
      case .toPayee?, .divided?, .back?, nil: return no(.invalidAuthData)
      }
    } else {
      guard try books.now <= record.ends && complete(amount, of: &record, step: step, books) else {
        guard try letGo(record, step: step, books) else { return no(.authExpired) }
        try books.release(to: .zero(amount.currency), of: &record, step: step)
        try books.keep(record, xid)
        return no(.authExpired)
      }
      try books.capture(amount, of: &record, step: step)
      // An issuer's completion ends its hold.
      if record.issuer != nil { try books.release(to: .zero(amount.currency), of: &record, step: step + 2) }
      try books.keep(record, xid)
      decision = GatewayDecision(code: 0, amount: item.payload.amount, isCaptured: true, isOutcome: false)
    }
    let (batch, position) = try batches.add(captured: amount.minorUnits)
    return GatewayDecision(
      code: CaptureCode.success.rawValue, amount: decision.amount, isCaptured: true, batch: batch, position: position,
      word: decision.word, isOutcome: decision.isOutcome)
  }

  /// CapRevReq, CredReq, CredRevReq and their answers.
  func reverse<Kind: ReversalKind>(
    _: Kind.Type, _ message: SealedWithBaggage<ReversalReqData<Kind>, [CapToken]>, _ request: Request
  ) async throws -> SETMessage {
    let opened = try open(message, at: request.now)
    let content = opened.content
    try GatewayChecks.merchant(content.tags, opened.merchant)
    try request.wrapper.requireTags(content.tags, of: content.items.first?.transaction)
    guard (1...20).contains(content.items.count), message.baggage.count == content.items.count else {
      throw SETRefusal(.capToken, "one to 20 items, each with its token")
    }
    for (item, token) in zip(content.items, message.baggage) {
      try check(token, item.request, item.transaction.xid, content.tags.merchant)
    }
    let decisions = try await decide(request, on: content.items.map(\.transaction.xid)) { books in
      try content.items.indices.map {
        try reverse(Kind.self, content.items[$0], content.tags.merchant, UInt8($0 * 4), books)
      }
    }
    let items = zip(content.items, decisions).map { item, decision in
      ReversalResItem(
        transaction: item.transaction, request: item.request,
        code: ReversalCode(rawValue: decision.code) ?? .unspecifiedFailure, amount: decision.amount)
    }
    return Kind.answer(
      try Sealed(
        ReversalResData<Kind>(tags: content.tags, items: items), from: configuration.identity, to: opened.answers))
  }

  private func reverse<Kind: ReversalKind>(
    _: Kind.Type, _ item: ReversalItem, _ merchant: MerchantID, _ step: UInt8, _ books: GatewayBooks
  ) throws -> GatewayDecision {
    func decision(_ code: ReversalCode) -> GatewayDecision {
      let amount = code == .approved ? item.amount : CurrencyAmount(.zero(configuration.currency))
      return GatewayDecision(code: code.rawValue, amount: amount, isCaptured: false, isOutcome: false)
    }
    let (xid, amount) = (item.transaction.xid, item.amount.money)
    guard var record = try books.approval(xid), record.request == item.request, record.merchant == merchant else {
      return decision(.originalNotFound)
    }
    guard amount.currency == configuration.currency, amount.minorUnits > 0 else { return decision(.missingCapData) }
    let (captured, credited) = (record.captured.money.minorUnits, record.credited.money.minorUnits)
    let batches = GatewayBatches(
      transaction: books.transaction, merchant: merchant, currency: configuration.currency)
    if record.issuer != nil {
      let code = try reverse(Kind.move, amount, of: &record, step: step, batches, books)
      if code == .approved { try books.keep(record, xid) }
      return decision(code)
    }
    switch Kind.move {
    case .uncapture:
      // What an exchange has given the merchant is not taken back into a lock.
      guard record.lock == nil, amount.minorUnits == captured, credited == 0 else {
        return decision(.originalProcessed)
      }
      guard try books.holds(amount, books.payee(record)) else { return decision(.unspecifiedFailure) }
      try books.uncapture(&record, step: step)
      _ = try batches.add(captured: -amount.minorUnits)
    case .credit:
      guard credited + amount.minorUnits <= captured else { return decision(.originalProcessed) }
      guard try books.holds(amount, books.payee(record)) else { return decision(.unspecifiedFailure) }
      try books.credit(amount, of: &record, isReversal: false, step: step)
      _ = try batches.add(credited: amount.minorUnits)
    case .uncredit:
      guard amount.minorUnits <= credited else { return decision(.originalProcessed) }
      guard try books.holds(amount, books.payer(record)) else { return decision(.unspecifiedFailure) }
      try books.credit(amount, of: &record, isReversal: true, step: step)
      _ = try batches.add(credited: -amount.minorUnits)
    }
    try books.keep(record, xid)
    return decision(.approved)
  }

  /// A token is ours, whole, and for this approval of this merchant. A lock may stand for longer than our certificates, so a token
  /// counts by our keys, whichever of their certificates it was made under.
  func check(_ token: CapToken?, _ request: RRPID, _ xid: XID, _ merchant: MerchantID) throws(SETRefusal) {
    guard let token else { throw SETRefusal(.capToken, "the token of the approval is missing") }
    let data = try token.open(with: configuration.transport).content(byKey: configuration.identity.key.publicKey)
    guard data.request == request, data.xid == xid, data.merchant == merchant else {
      throw SETRefusal(.capToken, "the token is of another approval")
    }
  }
}
