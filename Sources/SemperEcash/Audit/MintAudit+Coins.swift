import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

extension MintAudit {
  private static let batch = 500

  /// What the ledger says about coins, by operation.
  mutating func readLedger(_ reader: any RecordReader) throws {
    var next = 0
    while true {
      // What cannot be read is among the ledger's own findings.
      let batch = try reader.entries(of: Ledger.entryLog, from: next, limit: Self.batch)
      for entry in batch.compactMap({ try? LedgerEntry(canonicalBytes: $0) }) {
        let units = entry.posting.lines.filter { $0.account == .coins }.reduce(Int64(0)) { $0 + $1.units }
        if units != 0 { moved[entry.posting.operation, default: 0] += units }
      }
      next += batch.count
      if batch.count < Self.batch { return }
    }
  }

  /// Every operation's coins are worth what the ledger moved for it, and are in the tables that the mint decides by.
  mutating func readLog(_ reader: any RecordReader) throws {
    while true {
      let batch = try reader.entries(of: MintTables.log, from: operations, limit: Self.batch)
      for bytes in batch {
        operations += 1
        guard let entry = try? MintLogEntry(canonicalBytes: bytes) else {
          findings.append(MintFinding(.changedLog, "entry \(operations - 1) of the log cannot be read"))
          continue
        }
        try read(entry, reader)
      }
      if batch.count < Self.batch { break }
    }
    for (operation, units) in moved.sorted(by: { $0.key.description < $1.key.description }) {
      findings.append(
        units < 0
          ? MintFinding(
            .missingSpend, "operation \(operation) took money from coins, and the log has no coin that came back",
            units: -units)
          : MintFinding(.changedLog, "operation \(operation) paid for coins that are not in the log", units: units))
    }
  }

  private mutating func read(_ entry: MintLogEntry, _ reader: any RecordReader) throws {
    counts.add(entry)
    let made = entry.issued.reduce(Int64(0)) { $0 + units($1.key) }
    let back = entry.spent.reduce(Int64(0)) { $0 + units($1.key) }
    let paid = moved.removeValue(forKey: entry.operation) ?? 0
    if made - back > paid {
      findings.append(
        MintFinding(
          .extraCoin, "operation \(entry.operation) made coins worth \(made - back - paid) more than was paid for",
          key: entry.issued.first?.key, units: made - back - paid))
    } else if made - back < paid {
      findings.append(
        MintFinding(
          .missingSpend, "operation \(entry.operation) took \(paid - made + back) less out of coins than came back",
          units: paid - made + back))
    }
    for mark in entry.spent {
      if try holds(mark, entry.operation, MintTables.spent, reader) { continue }
      findings.append(
        MintFinding(
          .missingSpend, "the coin \(mark.digest) came back and is not among the spent ones: it could be spent again",
          key: mark.key, units: units(mark.key)))
    }
    for mark in entry.issued {
      if try holds(mark, entry.operation, MintTables.issued, reader) { continue }
      findings.append(
        MintFinding(
          .changedLog, "the blinded message \(mark.digest) of the log is not among those signed", key: mark.key))
    }
  }

  private func holds(
    _ mark: MintLogEntry.Mark, _ operation: ID<Operation>, _ table: RecordTable, _ reader: any RecordReader
  ) throws -> Bool {
    try reader.value(mark.digest.bytes, in: table) == mark.key.bytes + operation.bytes
  }

  /// Nothing is in the tables that is not in the log, and every spent coin has a request that proves it.
  mutating func readTables(_ reader: any RecordReader) throws {
    var issued = [Digest: Int]()
    var spent = 0
    try each(MintTables.issued, reader) { _, record in
      issued[try Digest(bytes: Array(record.value.prefix(Digest.size))), default: 0] += 1
    }
    try each(MintTables.spent, reader) { audit, record in
      spent += 1
      try audit.requireProof(record, reader)
    }
    try each(MintTables.locks, reader) { audit, record in
      audit.locked += try LockRecord(canonicalBytes: record.value).held
    }
    try each(MintTables.refreshes, reader) { audit, record in
      audit.refreshing += try RefreshRecord(canonicalBytes: record.value).held
    }
    for (key, count) in issued.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
      let surplus = count - (counts.issued[key] ?? 0)
      guard surplus > 0 else { continue }
      findings.append(
        MintFinding(
          .extraCoin, "\(surplus) blinded messages under \(key) were signed for no operation", key: key,
          units: Int64(surplus) * units(key)))
    }
    let logged = counts.redeemed.values.reduce(0, +)
    if spent > logged {
      findings.append(MintFinding(.changedLog, "\(spent - logged) coins are spent by operations that the log lacks"))
    }
  }

  /// A spent coin needs a request that spends it, signed by the coin's key, with the mint's signature on the coin.
  private mutating func requireProof(_ record: (key: [UInt8], value: [UInt8]), _ reader: any RecordReader) throws {
    let key = try Digest(bytes: Array(record.value.prefix(Digest.size)))
    let coin = try Digest(bytes: record.key)
    guard let bytes = try reader.value(Array(record.value.dropFirst(Digest.size)), in: MintTables.requests),
      let order = try? MintOrder(verifying: SignedStatement(bytes: bytes)),
      let input = order.request.inputs.first(where: { $0.digest == coin }), input.key == key,
      let denomination = keys[key], try denomination.key.isValid(signature: input.signature, over: coin.bytes)
    else {
      findings.append(
        MintFinding(
          .missingSpend, "the coin \(coin) was spent without a request that proves it", key: key, units: units(key)))
      return
    }
    guard case .recoup(let recoup) = order, try !isGenuine(coin, denomination, recoup.content, reader) else { return }
    findings.append(
      MintFinding(
        .extraCoin, "the coin \(coin) was exchanged after its key was revoked, and was never made for an operation",
        key: key, units: units(key)))
  }

  /// Whether a coin that was exchanged for its blinding secret leads to a blinded message that was signed.
  private func isGenuine(
    _ coin: Digest, _ key: DenominationKey, _ recoup: MintRecoup, _ reader: any RecordReader
  ) throws -> Bool {
    guard let place = recoup.inputs.firstIndex(where: { $0.digest == coin }) else { return false }
    let message = try key.key.blind(coin.bytes, seed: recoup.blindings[place].bytes)
    return try reader.value(BlindedMessage.digest(of: message.bytes, under: key.id).bytes, in: MintTables.issued) != nil
  }

  private mutating func each(
    _ table: RecordTable, _ reader: any RecordReader,
    _ body: (inout MintAudit, (key: [UInt8], value: [UInt8])) throws -> Void
  ) throws {
    var last: [UInt8]?
    while true {
      let batch = try reader.list(table, prefix: [], after: last, limit: Self.batch)
      for record in batch { try body(&self, record) }
      last = batch.last?.key
      if batch.count < Self.batch { return }
    }
  }
}
