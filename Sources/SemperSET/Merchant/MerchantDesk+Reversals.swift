public import SemperModel

/// Undoing captures and giving credit.
extension MerchantDesk {
  /// CapRevReq, CredReq or CredRevReq. The request is named by the caller or anew.
  public func reverse<Kind: ReversalKind>(
    _ kind: Kind.Type, _ approval: Approval, amount: Money, named name: RRPID? = nil,
    using generator: inout some RandomNumberGenerator, at now: Timestamp
  ) throws -> (MoneyAsked, [UInt8]) {
    let asked = MoneyAsked(approval: approval, rrpid: name ?? RRPID(using: &generator), amount: amount)
    let item = ReversalItem(
      transaction: transaction(asked), request: approval.asked.rrpid, date: now, amount: CurrencyAmount(amount))
    let message = ReversalReq<Kind>(
      try SealedWithBaggage(
        ReversalReqData<Kind>(tags: tags(asked.rrpid, now), items: [item]),
        baggage: [approval.token].compactMap(\.self), from: identity, carrying: [transport.certificate],
        to: gateway.transport))
    return (asked, wrap(Kind.request(message), asked.rrpid, transaction(asked), now))
  }

  /// Judges the answer: how much went back.
  public func reversed<Kind: ReversalKind>(
    _ kind: Kind.Type, _ answer: [UInt8], to asked: MoneyAsked, at now: Timestamp
  ) throws(SETRefusal) -> Money {
    let wrapper = try MessageWrapper(answer)
    guard let message = Kind.answer(in: wrapper.message) else { throw .unexpected(wrapper) }
    let data = try content(of: message, at: now)
    guard let item = data.items.first, data.items.count == 1, item.request == asked.approval.asked.rrpid else {
      throw SETRefusal(.transaction, "the answer is about another capture")
    }
    try check(wrapper, asked, data.tags, item.transaction)
    try require(item.code == .approved, .state, "the gateway did not do it: \(item.code)")
    try require(item.amount.money == asked.amount, .amount, "the gateway moved another amount")
    return item.amount.money
  }
}
