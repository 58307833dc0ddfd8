import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// The purse's coins and orders, as operations on a running transaction: coins are set aside and slots are taken in the same
/// transaction that records the order, so two orders never share either.
struct PurseBook {
  let transaction: any RecordTransaction

  // MARK: Coins

  func freeCoins() throws -> [PurseCoin] { try Self.freeCoins(transaction) }

  static func freeCoins(_ reader: any RecordReader) throws -> [PurseCoin] {
    try all(PurseTables.coins, reader).map { bytes in try PurseCoin(canonicalBytes: bytes) }
  }

  static func openOrders(_ reader: any RecordReader) throws -> [PurseOrder] {
    try all(PurseTables.orders, reader).map { bytes in try PurseOrder(canonicalBytes: bytes) }
  }

  static func spentElsewhere(_ reader: any RecordReader) throws -> [CoinSpentElsewhere] {
    try all(PurseTables.spentElsewhere, reader).map { bytes in try CoinSpentElsewhere(canonicalBytes: bytes) }
  }

  private static func all(_ table: RecordTable, _ reader: any RecordReader) throws -> [[UInt8]] {
    var values = [[UInt8]]()
    var last: [UInt8]?
    while true {
      let batch = try reader.list(table, prefix: [], after: last, limit: 500)
      values += batch.map(\.value)
      last = batch.last?.key
      if batch.count < 500 { return values }
    }
  }

  func add(_ coin: PurseCoin) throws {
    try transaction.set(coin.canonicalBytes, for: coin.slot.context, in: PurseTables.coins)
  }

  func takeAside(_ coins: [PurseCoin]) throws {
    for coin in coins { try transaction.remove(coin.slot.context, in: PurseTables.coins) }
  }

  /// Unused slots for the denominations, under the keys given.
  func slots(_ denominations: [Denomination], under keys: [Denomination: DenominationKey]) throws -> [CoinSlot] {
    try denominations.map { denomination in
      guard let key = keys[denomination] else {
        preconditionFailure("amounts are split into denominations that have a key")
      }
      let counter = try counter(of: key.id)
      try setCounter(of: key.id, to: counter + 1)
      return CoinSlot(key: key.id, counter: counter, denomination: denomination)
    }
  }

  func counter(of key: Digest) throws -> Int {
    guard let bytes = try transaction.value(key.bytes, in: PurseTables.counters) else { return 0 }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  func setCounter(of key: Digest, to counter: Int) throws {
    let bytes = withUnsafeBytes(of: UInt64(counter).bigEndian) { Array($0) }
    try transaction.set(bytes, for: key.bytes, in: PurseTables.counters)
  }

  // MARK: Orders

  func open(_ order: PurseOrder) throws {
    guard try transaction.insert(order.canonicalBytes, for: order.operation.bytes, in: PurseTables.orders) else {
      throw ArchiveError(.exists, "an operation id was drawn twice; the random generator is broken")
    }
  }

  static func order(_ operation: ID<Operation>, _ reader: any RecordReader) throws -> PurseOrder? {
    try reader.value(operation.bytes, in: PurseTables.orders).map { bytes in try PurseOrder(canonicalBytes: bytes) }
  }

  static func entry(_ operation: ID<Operation>, _ reader: any RecordReader) throws -> PurseEntry? {
    try reader.value(operation.bytes, in: PurseTables.history).map { bytes in try PurseEntry(canonicalBytes: bytes) }
  }

  /// Keeps the bytes that are about to be sent, unless others are kept already; gives those that count.
  func keep(request: [UInt8], for operation: ID<Operation>) throws -> [UInt8]? {
    guard var order = try Self.order(operation, transaction) else { return nil }
    if let kept = order.request { return kept.bytes }
    order.request = ByteString(request)
    try transaction.set(order.canonicalBytes, for: operation.bytes, in: PurseTables.orders)
    return request
  }

  /// Closes an order with the mint's answer: new coins come in and those not spent after all come back. Does nothing when
  /// the order is closed already.
  func close(
    _ order: PurseOrder, answer: SignedStatement, made: [PurseCoin], back: [PurseCoin], lost: [CoinSpentElsewhere],
    now: Timestamp
  ) throws {
    guard try Self.order(order.operation, transaction) != nil else { return }
    try transaction.remove(order.operation.bytes, in: PurseTables.orders)
    for coin in made + back { try add(coin) }
    for coin in lost {
      _ = try transaction.insert(coin.canonicalBytes, for: coin.coin.bytes, in: PurseTables.spentElsewhere)
    }
    let entry = PurseEntry(order, answer: answer, time: now)
    _ = try transaction.insert(entry.canonicalBytes, for: order.operation.bytes, in: PurseTables.history)
    _ = try transaction.append(order.operation.bytes, to: PurseTables.finished)
  }

  // MARK: Calls

  /// The operation that a call was turned into before.
  func operation(for call: [UInt8]) throws -> ID<Operation>? {
    try transaction.value(call, in: PurseTables.calls).map { bytes in try ID<Operation>(bytes: bytes) }
  }

  func remember(_ operation: ID<Operation>, for call: [UInt8]) throws {
    try transaction.set(operation.bytes, for: call, in: PurseTables.calls)
  }
}
