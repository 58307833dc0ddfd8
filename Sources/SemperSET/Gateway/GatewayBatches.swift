import SemperArchive
import SemperCryptography
import SemperModel

/// The batches in which a merchant's captures and credits are reckoned up. One is open at a time; the first opens by itself.
struct GatewayBatches {
  let transaction: any RecordTransaction
  let merchant: MerchantID
  let currency: Currency

  private var prefix: [UInt8] { Array(merchant.text.utf8) + [0] }
  private func place(_ number: Int) -> [UInt8] { prefix + withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } }

  func open() throws -> Int {
    try transaction.value(prefix, in: GatewayTables.openBatches).map { try Int(derBytes: $0) } ?? 1
  }

  func record(_ number: Int) throws -> BatchRecord? {
    if let bytes = try transaction.value(place(number), in: GatewayTables.batches) {
      return try BatchRecord(derBytes: bytes)
    }
    let zero = CurrencyAmount(.zero(currency))
    guard try number == open() else { return nil }
    return BatchRecord(isOpen: true, totals: BatchTotals(captures: 0, captured: zero, credits: 0, credited: zero))
  }

  /// Reckons a capture (or one undone) in and tells its batch and place.
  func add(captured: Int64 = 0, credited: Int64 = 0) throws -> (batch: Int, position: Int) {
    let number = try open()
    guard let old = try record(number)?.totals else { throw ArchiveError(.corrupt, "the open batch is missing") }
    func sum(_ amount: CurrencyAmount, _ more: Int64) -> CurrencyAmount {
      CurrencyAmount(Money(minorUnits: max(0, amount.money.minorUnits + more), currency))
    }
    let totals = BatchTotals(
      captures: old.captures + Int(captured.signum()), captured: sum(old.captured, captured),
      credits: old.credits + Int(credited.signum()), credited: sum(old.credited, credited))
    try keep(BatchRecord(isOpen: true, totals: totals), number)
    return (number, totals.captures + totals.credits)
  }

  /// Closes the open batch and opens the next one.
  func close() throws -> Int {
    let number = try open()
    guard let record = try record(number) else { throw ArchiveError(.corrupt, "the open batch is missing") }
    try keep(BatchRecord(isOpen: false, totals: record.totals), number)
    try transaction.set((number + 1).derBytes, for: prefix, in: GatewayTables.openBatches)
    return number
  }

  private func keep(_ record: BatchRecord, _ number: Int) throws {
    try transaction.set(record.derBytes, for: place(number), in: GatewayTables.batches)
  }
}
