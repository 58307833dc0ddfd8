import SemperArchive
import SemperCryptography
import SemperModel

/// A cardholder's question past the merchant.
extension Gateway {
  /// Where a purchase of a cardholder's is known: nobody else can ask about it, or have it refused.
  static func place(_ xid: XID, _ cardholder: Thumb) -> [UInt8] {
    xid.bytes + SemperModel.Digest(plain: cardholder.derBytes).bytes
  }

  /// InqReq → InqRes: how a purchase stands. One that no merchant has brought by now is not taken any more, so that whoever has
  /// asked is certain.
  func inquire(_ message: Signed<InqReqData>, _ request: Request) async throws -> SETMessage {
    let cardholder = try configuration.trust.signer(of: message.data, .cardholder, at: request.now)
    let content = try message.content(by: cardholder)
    try request.wrapper.requireName(content.rrpid, of: content.transaction)
    let xid = content.transaction.xid
    let decision = try await decide(request, on: [xid]) { books in
      [try standing(xid, Self.place(xid, cardholder.thumb), books)]
    }[0]
    guard let completion = CompletionCode(rawValue: decision.code) else {
      throw ArchiveError(.corrupt, "a decision on an inquiry has a code that is not known")
    }
    let status = PurchaseStatus(
      approval: AuthStatus(date: request.now, code: .approved, amount: decision.amount),
      capture: decision.isCaptured
        ? CaptureStatus(date: request.now, code: .success, amount: decision.amount) : nil)
    let data = PResData(
      transaction: content.transaction, rrpid: content.rrpid, challenge: content.challenge,
      payloads: [PResPayload(completion: completion, status: completion == .orderRejected ? nil : status)],
      extensions: nil)
    return .inqRes(try Signed(data, by: configuration.identity))
  }

  private func standing(_ xid: XID, _ place: [UInt8], _ books: GatewayBooks) throws -> GatewayDecision {
    func decision(_ code: CompletionCode, _ amount: CurrencyAmount, isCaptured: Bool = false) -> GatewayDecision {
      GatewayDecision(code: code.rawValue, amount: amount, isCaptured: isCaptured, isOutcome: false)
    }
    let zero = CurrencyAmount(.zero(configuration.currency))
    guard try books.transaction.value(place, in: GatewayTables.purchases) != nil, let record = try books.approval(xid)
    else {
      _ = try books.transaction.insert([1], for: place, in: GatewayTables.revoked)
      return decision(.orderRejected, zero)
    }
    if record.captured.money.minorUnits > 0 { return decision(.capturePerformed, record.captured, isCaptured: true) }
    return record.held.money.minorUnits > 0
      ? decision(.authorizationPerformed, record.held) : decision(.orderRejected, zero)
  }
}
