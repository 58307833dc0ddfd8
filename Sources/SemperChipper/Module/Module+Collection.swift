import SemperModel

extension Module {
  /// CLOSE BATCH: what has been taken so far, once more as long as it is not acknowledged. A purchase that is just being
  /// given back waits for the next batch.
  mutating func closeBatch(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    _ = try command.fields(0)
    try command.answers(with: ModuleBatch.size)
    if state.closed.isEmpty {
      let waiting = state.open.filter { $0.terms.kind == .cancellation }.map(\.terms.purse)
      let ready = state.records.filter { !waiting.contains($0.purse) }
      guard !ready.isEmpty, state.counter < .max else { throw .recordNotFound }
      state.records.removeAll { !waiting.contains($0.purse) }
      state.closed = ready
      state.counter += 1
    }
    return batch.bytes
  }

  private var batch: ModuleBatch {
    ModuleBatch(state.closed, counter: state.counter, module: state.profile.number, key: state.collectionKey)
  }

  /// READ RECORD: one record of the closed batch, by its place.
  func readRecord(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    _ = try command.fields(0)
    try command.answers(with: ModuleRecord.size)
    let index = Int(command.p1) << 8 | Int(command.p2)
    guard index < state.closed.count else { throw .recordNotFound }
    return state.closed[index].bytes
  }

  /// ACKNOWLEDGE: the acquirer has the batch; it is forgotten. An acknowledgement of an earlier batch changes nothing.
  mutating func acknowledge(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    var fields = try command.fields(4 + Seal.size)
    let counter = fields.integer(UInt32.self)
    let seal = fields.seal()
    guard counter > 0, counter <= state.counter else { throw .wrongData }
    guard counter == state.counter, !state.closed.isEmpty else { return [] }
    guard seal == batch.acknowledgement(to: state.profile.number, state.collectionKey) else { throw .wrongSeal }
    state.closed = []
    return []
  }

  /// BLOCK: the next part of the list of purses that are not taken any more. The last part again changes nothing.
  mutating func block(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    guard let list = BlockList(command.data) else { throw .wrongLength }
    guard list.isSealed(for: state.profile.number, state.collectionKey) else { throw .wrongSeal }
    if Int(list.length) == state.blocked.count { return [] }
    guard Int(list.length) == state.blocked.count + list.numbers.count else { throw .outOfOrder }
    guard Int(list.length) <= ModuleState.largestBlockList else { throw .noMemory }
    state.blocked += list.numbers
    return []
  }

  /// STATUS: what the merchant wants to know about the module.
  func tellStatus(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    _ = try command.fields(0)
    try command.answers(with: ModuleStatus.size)
    return ModuleStatus(
      total: UInt64(state.total), open: UInt16(state.open.count), records: UInt16(state.records.count),
      closed: UInt16(state.closed.count), counter: state.counter, blocked: UInt16(state.blocked.count)
    ).bytes
  }
}
