extension Module {
  /// STEP: of an incremental purchase, “go” up to a total (P1 = 0), or its end (P1 = 1).
  mutating func step(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    switch command.p1 {
    case 0: try next(command)
    case 1: try end(command)
    default: throw .wrongParameters
    }
  }

  private mutating func next(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    var fields = try command.fields(CardNumber.size + 2 + 4)
    try command.answers(with: Seal.size)
    guard command.p2 == 0 else { throw .wrongParameters }
    guard let index = incremental(&fields) else { throw .recordNotFound }
    let purchase = state.open[index]
    let total = fields.integer(UInt32.self)
    guard total > purchase.paid, total <= purchase.terms.amount else { throw .wrongData }
    state.open[index].asked = max(purchase.asked, total)
    return try key(of: purchase).order(purchase.terms, amount: total).bytes
  }

  /// Only the last total stays. While it is unknown whether the purse paid more than that, the end needs either the purse's
  /// word or P2 = 1, which gives the rest up.
  private mutating func end(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    var fields = try command.fields(CardNumber.size + 2)
    try command.answers(with: 4 + Seal.size)
    guard command.p2 <= 1 else { throw .wrongParameters }
    guard let index = incremental(&fields) else {
      var again = try command.fields(CardNumber.size + 2)
      return try answerAgain(again.cardNumber(), again.integer())
    }
    let purchase = state.open[index]
    guard purchase.asked == purchase.paid || command.p2 == 1 else { throw .outOfOrder }
    state.open.remove(at: index)
    guard purchase.paid > 0 else { return [] }
    return take(purchase.terms, amount: purchase.paid)
  }

  private func incremental(_ fields: inout FieldReader) -> Int? {
    state.index(of: fields.cardNumber(), fields.integer()).flatMap {
      state.open[$0].terms.kind == .incremental ? $0 : nil
    }
  }
}
