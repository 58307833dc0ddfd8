import SemperModel

extension Purse {
  /// GET PREVIOUS SIGNATURE: what became of a number, under the seal S3; or the log, entry by entry.
  ///
  /// Asking about the open transaction ends it, so that "nothing was done" stays true.
  mutating func history(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    switch command.p1 {
    case 0, 1:
      guard let kind = TransactionKind(rawValue: command.p2) else { throw .wrongParameters }
      var fields = try command.fields(command.p1 == 0 ? 0 : 2)
      try command.answers(with: PurseEntry.size)
      return try outcome(of: command.p1 == 0 ? state.number : fields.integer(), kind).bytes
    case 2:
      _ = try command.fields(0)
      try command.answers(with: PurseEntry.size)
      return try listed(command.p2).bytes
    default: throw .wrongParameters
    }
  }

  private mutating func outcome(of number: UInt16, _ kind: TransactionKind) throws(StatusWord) -> PurseEntry {
    guard number > 0, number <= state.number else { throw .wrongData }
    if session.open?.terms.number == number { session.open = nil }
    if let entry = state.entry(number) { return entry }
    guard number > state.forgotten else { throw .recordNotFound }
    return nothing(kind, number)
  }

  private func nothing(_ kind: TransactionKind, _ number: UInt16) -> PurseEntry {
    let reference = Digest.zero
    let terminal = CardNumber(0)
    let seal = state.key(for: kind).session(number).completion(
      kind, purse: state.profile.number, number: number, amount: 0, balance: state.balance, reference: reference,
      terminal: terminal)
    return PurseEntry(
      kind: kind, number: number, amount: 0, balance: state.balance, reference: reference, terminal: terminal,
      date: 0, seal: seal)
  }

  /// Index 0 is the newest; the highest bit asks for the log of purchases.
  private func listed(_ position: UInt8) throws(StatusWord) -> PurseEntry {
    let log = position & 0x80 == 0 ? state.loads : state.purchases
    let index = Int(position & 0x7F)
    guard index < log.count else { throw .recordNotFound }
    return log[log.count - 1 - index]
  }
}

extension Digest {
  /// 32 zero bytes: the reference of nothing.
  static let zero: Digest = {
    var fields = FieldReader([UInt8](repeating: 0, count: size))
    return fields.reference()
  }()
}
