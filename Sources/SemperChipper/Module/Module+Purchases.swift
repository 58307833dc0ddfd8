extension Module {
  /// ORDER: checks a purse's S1 and says “go” with S2. The same offer again gets the same answer.
  mutating func order(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    var fields = try command.fields(OpenPurchase.offerSize + Seal.size)
    guard let offer = fields.offer(to: state.profile.number), !offer.terms.kind.isOnline else { throw .wrongData }
    let terms = offer.terms
    try command.answers(with: terms.kind == .incremental ? 0 : Seal.size)
    guard terms.number > 0, (1...PurseProfile.largest).contains(terms.amount),
      offer.balance <= PurseProfile.largest
    else { throw .wrongData }
    let key = try key(of: offer)
    guard fields.seal() == key.offer(terms, balance: offer.balance) else { throw .wrongSeal }
    if let index = state.index(of: terms.purse, terms.number) {
      guard state.open[index].terms == terms, state.open[index].balance == offer.balance else { throw .outOfOrder }
    } else {
      try admit(offer)
      state.open.append(offer)
      state.remember(terms.purse, terms.number)
    }
    return terms.kind == .incremental ? [] : key.order(terms, amount: terms.amount).bytes
  }

  private mutating func admit(_ offer: OpenPurchase) throws(StatusWord) {
    let terms = offer.terms
    guard !state.blocked.contains(terms.purse) else { throw .cardBlocked }
    if let last = state.lastNumbers.first(where: { $0.purse == terms.purse }), terms.number <= last.number {
      throw .outOfOrder
    }
    guard state.hasRoom, state.serial < .max - UInt32(state.open.count) else {
      event = .full
      throw .noMemory
    }
    if terms.kind == .cancellation {
      guard isLastPurchase(terms) else { throw .outOfOrder }
    } else {
      guard offer.balance >= terms.amount else { throw .insufficient }
    }
  }

  /// The last thing that this purse did here was the purchase to be given back, and it is still to be collected.
  private func isLastPurchase(_ terms: TransactionTerms) -> Bool {
    guard !state.open.contains(where: { $0.terms.purse == terms.purse }),
      let last = state.records.last(where: { $0.purse == terms.purse })
    else { return false }
    return last.kind != .cancellation && last.amount == terms.amount && last.reference == terms.reference
  }

  /// COMPLETE: checks a purse's S3 and credits, with S4. An amount of zero is the purse's word that it did nothing and never
  /// will. The same again gets the same answer.
  mutating func complete(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    var fields = try command.fields(CardNumber.size + 2 + 4 + 4 + Seal.size)
    let purse = fields.cardNumber()
    let number = fields.integer(UInt16.self)
    let amount = fields.integer(UInt32.self)
    let balance = fields.integer(UInt32.self)
    let seal = fields.seal()
    try command.answers(with: 4 + Seal.size)
    guard let index = state.index(of: purse, number) else {
      return try answerAgain(purse, number, amount: amount)
    }
    let purchase = state.open[index]
    try check(seal, of: purchase, amount: amount, balance: balance)
    if purchase.terms.kind == .incremental {
      state.open[index].paid = amount
      // The purse tells its last total again when it is asked for it, and then goes no further.
      if amount == purchase.paid { state.open[index].asked = amount }
      if amount == 0 { state.open.remove(at: index) }
      return []
    }
    state.open.remove(at: index)
    guard amount > 0 else { return [] }
    return take(purchase.terms, amount: amount)
  }

  /// Puts a complete purchase on record, and answers with S4.
  mutating func take(_ terms: TransactionTerms, amount: UInt32) -> [UInt8] {
    event = .taken
    return state.add(terms, amount: amount).answer
  }

  /// What was answered to the end of a purchase when it was put on record.
  mutating func answerAgain(
    _ purse: CardNumber, _ number: UInt16, amount: UInt32? = nil
  ) throws(StatusWord) -> [UInt8] {
    guard let record = state.record(of: purse, number) else {
      event = .unknown(purse: purse, number: number, amount: amount)
      throw .recordNotFound
    }
    guard amount == nil || amount == record.amount else { throw .wrongData }
    event = .taken
    return record.answer
  }

  private func check(
    _ seal: Seal, of purchase: OpenPurchase, amount: UInt32, balance: UInt32
  ) throws(StatusWord) {
    let terms = purchase.terms
    let nothing = amount == 0
    let key = try key(of: purchase)
    let expected = key.completion(
      terms.kind, purse: terms.purse, number: terms.number, amount: amount, balance: balance,
      reference: nothing ? .zero : terms.reference, terminal: nothing ? CardNumber(0) : terms.terminal)
    guard seal == expected else { throw .wrongSeal }
    guard !nothing else {
      guard purchase.paid == 0 else { throw .wrongData }
      return
    }
    switch terms.kind {
    case .incremental: guard amount >= purchase.paid, amount <= terms.amount else { throw .wrongData }
    default: guard amount == terms.amount else { throw .wrongData }
    }
    let after = terms.kind.isCredit ? purchase.balance &+ amount : purchase.balance &- amount
    guard balance == after else { throw .wrongData }
  }
}

extension ModuleRecord {
  /// What COMPLETE answers: NT_P and S4.
  var answer: [UInt8] { serial.field + seal.bytes }
}
