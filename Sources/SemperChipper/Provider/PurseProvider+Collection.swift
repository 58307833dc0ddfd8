import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel

extension PurseProvider {
  /// Most parts of the block list in one answer; the terminal asks again.
  private static let mostParts = 32

  /// Collects from a module: takes its batch, credits the merchant, lets the module forget, and brings it the block list. May be
  /// broken off and begun again at any point.
  ///
  /// Returns what the merchant was credited with, in minor units; zero when there was nothing.
  @discardableResult
  public func collect(from terminal: ModuleTerminal, now: Timestamp) async throws -> Int64 {
    try await terminal.collect(at: self, now: now)
  }

  /// Takes what a module has collected, once.
  public func collect(_ delivery: ModuleDelivery, now: Timestamp) async throws -> ModuleDischarge {
    let key = try await key(of: delivery.module)
    let blockList = try await blockList(for: delivery.module, key, from: Int(delivery.blocked))
    guard let batch = delivery.batch else {
      return ModuleDischarge(credited: 0, acknowledgement: nil, blockList: blockList)
    }
    let credited = try await accept(batch, delivery.records, of: delivery.module, now: now)
    return ModuleDischarge(
      credited: credited, acknowledgement: batch.acknowledgement(to: delivery.module, key), blockList: blockList)
  }

  private func key(of module: CardNumber) async throws -> CardKey {
    let account = try await records.read {
      try $0.value(ModuleAccount.self, module.bytes, in: ProviderTables.modules)
    }
    guard let account else {
      throw Refusal(.untrusted, blame: .peer, "no module \(module) was issued")
    }
    return try keys.cardKey(.collection, of: module, version: account.keyVersion)
  }

  /// Checks a batch and books it, once. The same batch again changes nothing.
  public func accept(
    _ batch: ModuleBatch, _ records: [ModuleRecord], of module: CardNumber, now: Timestamp
  ) async throws -> Int64 {
    let key = try await key(of: module)
    guard batch.isSealed(by: module, key), !records.isEmpty, Int(batch.count) == records.count,
      ModuleBatch.root(of: records) == batch.root,
      records.reduce(Int64(0), { $0 + $1.units }) == Int64(exactly: batch.total),
      records.allSatisfy({ $0.isSealed(by: module, key) })
    else { throw Refusal(.badSignature, blame: .peer, "the batch is not what its module sealed") }
    return try await self.records.transact { try book(batch, records, of: module, now, $0) }
  }

  private func book(
    _ batch: ModuleBatch, _ records: [ModuleRecord], of module: CardNumber, _ now: Timestamp,
    _ transaction: any RecordTransaction
  ) throws -> Int64 {
    guard var account = try transaction.value(ModuleAccount.self, module.bytes, in: ProviderTables.modules) else {
      throw ArchiveError(.corrupt, "a module's account has gone; run the audit")
    }
    if batch.counter == account.counter {
      guard account.root == batch.root else {
        throw Refusal(.idReused, blame: .peer, "the module has given two batches the same number")
      }
      return 0
    }
    guard batch.counter == account.counter + 1 else {
      throw Refusal(.outsideTerms, blame: .peer, "batch \(account.counter + 1) is missing; hand it in first")
    }
    var sums = (paid: Int64(0), covered: Int64(0), overspent: Int64(0))
    for record in records {
      let part = try book(record, of: module, now, transaction)
      sums = (sums.paid + part.paid, sums.covered + part.covered, sums.overspent + part.overspent)
    }
    account.counter = batch.counter
    account.root = batch.root
    try transaction.change(account, for: module.bytes, in: ProviderTables.modules)
    let posting = LedgerPosting(
      operation: batch.root.operation, purpose: .collect, currency: bank.currency,
      lines: [
        LedgerLine(.purses, -sums.covered), LedgerLine(.purseLosses, -sums.overspent),
        LedgerLine(.customer(account.merchant), sums.paid),
      ], time: now)
    if !posting.lines.isEmpty { try Ledger.post(posting, transaction) }
    return sums.paid
  }

  /// One payment. A merchant who took a copied card in good faith is paid; what a module hands in twice, or from a purse that there
  /// is not, is not paid before people have looked at it.
  private func book(
    _ record: ModuleRecord, of module: CardNumber, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> (paid: Int64, covered: Int64, overspent: Int64) {
    func raise(_ sign: PurseAlarm.Sign, blocking: Bool = true) throws {
      try transaction.raise(
        PurseAlarm(sign, purse: record.purse, number: record.number, module: module, time: now), blocking: blocking)
    }
    let (place, payment) = (HostOrder.key(record.purse, record.number), module.bytes + record.bytes)
    if try !transaction.insert(payment, for: place, in: ProviderTables.payments) {
      let before = try transaction.value(place, in: ProviderTables.payments)
      guard before?.starts(with: module.bytes) != true,
        try transaction.insert(payment, for: place + module.bytes, in: ProviderTables.payments)
      else {
        try raise(.repeatedRecord, blocking: false)
        return (0, 0, 0)
      }
      try raise(.repeatedNumber)
    }
    guard var account = try transaction.value(PurseAccount.self, record.purse.bytes, in: ProviderTables.purses) else {
      try raise(.unknownPurse)
      return (0, 0, 0)
    }
    if record.kind == .cancellation {
      account.shadow += Int64(record.amount)
      try transaction.change(account, for: record.purse.bytes, in: ProviderTables.purses)
      return (-Int64(record.amount), -Int64(record.amount), 0)
    }
    let part = account.spend(Int64(record.amount))
    try transaction.change(account, for: record.purse.bytes, in: ProviderTables.purses)
    if part.overspent > 0 { try raise(.overspent) }
    return (Int64(record.amount), part.covered, part.overspent)
  }

  private func blockList(
    for module: CardNumber, _ key: CardKey, from known: Int
  ) async throws -> [BlockList] {
    let most = min(Self.mostParts * BlockList.largest, max(0, ModuleState.largestBlockList - known))
    let numbers = try await records.read { try $0.entries(of: ProviderTables.blocked, from: known, limit: most) }
      .map(CardNumber.init(bytes:))
    return stride(from: 0, to: numbers.count, by: BlockList.largest).map { start in
      let part = Array(numbers[start..<min(start + BlockList.largest, numbers.count)])
      return BlockList(length: UInt32(known + start + part.count), numbers: part, module: module, key: key)
    }
  }
}
