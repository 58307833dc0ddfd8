import SemperModel

extension Purse {
  /// INITIALIZE: number, balance and S1. What was open before is over.
  mutating func initialize(_ command: CommandAPDU, _ random: [UInt8]) throws(StatusWord) -> [UInt8] {
    guard let kind = TransactionKind(rawValue: command.p1), command.p2 == 0 else { throw .wrongParameters }
    var fields = try command.fields(4 + Digest.size + CardNumber.size + 4)
    let amount = fields.integer(UInt32.self)
    let reference = fields.reference()
    let terminal = fields.cardNumber()
    let date = fields.integer(UInt32.self)
    try command.answers(with: CardNumber.size + 1 + 2 + 4 + 8 + Seal.size)
    session.open = nil
    try permit(kind, on: date)
    try permit(kind, amount: amount, reference: reference, terminal: terminal)
    guard state.number < .max else { throw .counterExhausted }
    state.number += 1
    let terms = TransactionTerms(
      kind: kind, purse: state.profile.number, number: state.number, amount: amount, reference: reference,
      terminal: terminal, random: random)
    session.open = PurseSession.Open(terms: terms, date: date, balance: state.balance)
    let offer = key(of: terms).offer(terms, balance: state.balance)
    return terms.purse.bytes + [state.profile.keyVersion] + terms.number.field + state.balance.field + random
      + offer.bytes
  }

  private func permit(_ kind: TransactionKind, on day: UInt32) throws(StatusWord) {
    guard let date = CardDate(value: day) else { throw .wrongData }
    // The owner gets the rest back after the purse has expired.
    guard date <= state.profile.expiry || kind == .unload else { throw .expired }
    guard !state.profile.needsPIN(kind) || session.pinVerified else {
      throw state.pinTries == 0 ? .pinBlocked : .pinRequired
    }
  }

  private func permit(
    _ kind: TransactionKind, amount: UInt32, reference: Digest, terminal: CardNumber
  ) throws(StatusWord) {
    guard (1...PurseProfile.largest).contains(amount) else { throw .wrongData }
    switch kind {
    case .load, .cancellation:
      guard state.balance <= state.profile.maximum, amount <= state.profile.maximum - state.balance else {
        throw .aboveMaximum
      }
    case .purchase, .incremental, .unload:
      guard amount <= state.balance else { throw .insufficient }
    }
    guard kind == .cancellation else { return }
    guard let last = state.lastEntry, last.kind == .purchase || last.kind == .incremental, last.amount == amount,
      last.reference == reference, last.terminal == terminal
    else { throw .outOfOrder }
  }

  private func key(of terms: TransactionTerms) -> SessionKey { state.key(for: terms.kind).session(terms.number) }

  /// CREDIT: value comes on, against S2.
  mutating func credit(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    guard let open = session.open, open.terms.kind.isCredit else { throw .outOfOrder }
    var fields = try command.fields(Seal.size)
    try command.answers(with: 4 + Seal.size)
    session.open = nil
    guard fields.seal() == key(of: open.terms).order(open.terms, amount: open.terms.amount) else { throw .wrongSeal }
    state.balance += open.terms.amount
    return complete(open, amount: open.terms.amount)
  }

  /// DEBIT: value goes, against S2. Of an incremental purchase again and again, up to a total each time.
  mutating func debit(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    guard var open = session.open, !open.terms.kind.isCredit else { throw .outOfOrder }
    let steps = open.terms.kind == .incremental
    var fields = try command.fields((steps ? 4 : 0) + Seal.size)
    try command.answers(with: 4 + Seal.size)
    let total = steps ? fields.integer(UInt32.self) : open.terms.amount
    guard total > open.paid, total <= open.terms.amount else { throw .wrongData }
    session.open = nil
    guard fields.seal() == key(of: open.terms).order(open.terms, amount: total) else { throw .wrongSeal }
    state.balance = open.balance - total
    open.paid = total
    if steps { session.open = open }
    return complete(open, amount: total)
  }

  /// S3 over the new balance, kept for whoever asks again.
  private mutating func complete(_ open: PurseSession.Open, amount: UInt32) -> [UInt8] {
    let terms = open.terms
    let seal = key(of: terms).completion(
      terms.kind, purse: terms.purse, number: terms.number, amount: amount, balance: state.balance,
      reference: terms.reference, terminal: terms.terminal)
    state.keep(
      PurseEntry(
        kind: terms.kind, number: terms.number, amount: amount, balance: state.balance, reference: terms.reference,
        terminal: terms.terminal, date: open.date, seal: seal))
    return state.balance.field + seal.bytes
  }
}
