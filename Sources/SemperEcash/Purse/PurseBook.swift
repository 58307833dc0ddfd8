import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// The purse's coins and orders, as operations on a running transaction: coins are set aside and slots are taken in the same
/// transaction that records the order, so two orders never share either.
struct PurseBook {
  let transaction: any RecordTransaction

  // MARK: Coins

  static func freeCoins(_ reader: any RecordReader) throws -> [PurseCoin] {
    try all(PurseTables.coins, reader).map { bytes in try PurseCoin(canonicalBytes: bytes) }
  }

  static func sealedCoins(_ reader: any RecordReader) throws -> [PurseCoin] {
    try all(PurseTables.sealed, reader).map { bytes in try PurseCoin(canonicalBytes: bytes) }
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
    try transaction.set(coin.canonicalBytes, for: coin.slot.context, in: PurseTables.coins(coin.slot))
  }

  /// The next unused slots for the denominations, under the keys given.
  static func nextSlots(
    _ denominations: [Denomination], under keys: [Denomination: DenominationKey], _ reader: any RecordReader
  ) throws -> [CoinSlot] {
    let device = try device(reader) ?? 0
    var next: [Digest: Int] = [:]
    return try denominations.map { denomination in
      guard let key = keys[denomination] else {
        preconditionFailure("amounts are split into denominations that have a key")
      }
      let counter = try next[key.id] ?? counter(of: key.id, device, reader)
      next[key.id] = counter + 1
      return CoinSlot(key: key.id, counter: counter, denomination: denomination, device: device)
    }
  }

  /// Which device this purse is; `nil` while it has not had to find out, which makes it the first one.
  static func device(_ reader: any RecordReader) throws -> Int? {
    try reader.value(PurseTables.deviceKey, in: PurseTables.device).map(number)
  }

  func setDevice(_ device: Int) throws {
    try transaction.set(Self.bytes(device), for: PurseTables.deviceKey, in: PurseTables.device)
  }

  func counter(of key: Digest, _ device: Int) throws -> Int { try Self.counter(of: key, device, transaction) }

  private static func counter(of key: Digest, _ device: Int, _ reader: any RecordReader) throws -> Int {
    try reader.value(place(key, device), in: PurseTables.counters).map(number) ?? 0
  }

  func setCounter(of key: Digest, _ device: Int, to counter: Int) throws {
    try transaction.set(Self.bytes(counter), for: Self.place(key, device), in: PurseTables.counters)
  }

  private static func place(_ key: Digest, _ device: Int) -> [UInt8] {
    key.bytes + (device == 0 ? [] : bytes(device))
  }

  private static func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } }
  private static func number(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  // MARK: Orders

  /// Records an order, takes its slots and sets its coins aside. `false`, and nothing has changed, when another order has
  /// taken one of them meanwhile.
  ///
  /// - Parameter areCoinsOurs: whether its coins are among the free ones, and not yet to be taken in.
  func take(_ order: PurseOrder, areCoinsOurs: Bool) throws -> Bool {
    for coin in order.inputs where areCoinsOurs {
      guard try transaction.value(coin.slot.context, in: PurseTables.coins) != nil else { return false }
    }
    var next: [Digest: Int] = [:]
    let device = try Self.device(transaction) ?? 0
    for slot in order.outputs where slot.origin == nil {
      let counter = try next[slot.key] ?? counter(of: slot.key, device)
      guard slot.device == device, slot.counter == counter else { return false }
      next[slot.key] = counter + 1
    }
    guard try transaction.insert(order.canonicalBytes, for: order.operation.bytes, in: PurseTables.orders) else {
      throw ArchiveError(.exists, "an operation id was drawn twice; the random generator is broken")
    }
    for (key, counter) in next { try setCounter(of: key, device, to: counter) }
    for coin in order.inputs { try transaction.remove(coin.slot.context, in: PurseTables.coins(coin.slot)) }
    return true
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

  /// Keeps what opens the candidates of a refresh, and which of them the coins are now, unless it is kept already; gives the order
  /// that counts, `nil` when it has been closed.
  func keep(reveal: [UInt8], chosen: Int, for operation: ID<Operation>) throws -> PurseOrder? {
    guard var order = try Self.order(operation, transaction) else { return nil }
    if order.reveal != nil { return order }
    order.reveal = ByteString(reveal)
    order.outputs = order.outputs.map { $0.moved(to: chosen) }
    try transaction.set(order.canonicalBytes, for: operation.bytes, in: PurseTables.orders)
    return order
  }

  /// Closes an order with the mint's answer: new coins come in and those not spent after all come back. Does nothing when
  /// the order is closed already.
  func close(
    _ order: PurseOrder, answer: SignedStatement, made: [PurseCoin], back: [PurseCoin], lost: [CoinSpentElsewhere],
    links: [Digest: SignedStatement] = [:], now: Timestamp
  ) throws {
    guard try Self.order(order.operation, transaction) != nil else { return }
    try transaction.remove(order.operation.bytes, in: PurseTables.orders)
    for coin in made + back { try add(coin) }
    for coin in lost {
      _ = try transaction.insert(coin.canonicalBytes, for: coin.coin.bytes, in: PurseTables.spentElsewhere)
    }
    for (coin, refresh) in links { try transaction.set(refresh.canonicalBytes, for: coin.bytes, in: PurseTables.links) }
    let entry = PurseEntry(order, answer: answer, time: now)
    _ = try transaction.insert(entry.canonicalBytes, for: order.operation.bytes, in: PurseTables.history)
    _ = try transaction.append(order.operation.bytes, to: PurseTables.finished)
  }

  // MARK: Calls

  /// The open order that a call was turned into before.
  static func order(for call: [UInt8], _ reader: any RecordReader) throws -> PurseOrder? {
    guard let bytes = try reader.value(call, in: PurseTables.calls) else { return nil }
    return try order(ID(bytes: bytes), reader)
  }

  func remember(_ operation: ID<Operation>, for call: [UInt8]) throws {
    try transaction.set(operation.bytes, for: call, in: PurseTables.calls)
  }
}
