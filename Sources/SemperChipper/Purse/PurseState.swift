import SemperCoding
public import SemperCryptography
import SemperModel

/// What a purse keeps when it loses power. It holds keys and the PIN and has no textual description of them.
public struct PurseState: Sendable, Discreet {
  static let version: UInt8 = 1
  /// Entries kept of loads, and as many of purchases.
  static let logSize = 8

  var profile: PurseProfile
  let loadKey: CardKey
  let purchaseKey: CardKey
  let updateKey: CardKey
  var balance: UInt32 = 0
  /// The counter NT: the number of the last transaction begun.
  var number: UInt16 = 0
  var pin: PIN
  var pinTries = PIN.tries
  /// Loads and unloads, oldest first.
  var loads: [PurseEntry] = []
  /// Purchases and cancellations, oldest first.
  var purchases: [PurseEntry] = []
  /// The highest number whose entry has been forgotten.
  var forgotten: UInt16 = 0

  /// A purse as it leaves its provider: empty.
  public init(profile: PurseProfile, pin: PIN, loadKey: CardKey, purchaseKey: CardKey, updateKey: CardKey) {
    self.profile = profile
    self.pin = pin
    self.loadKey = loadKey
    self.purchaseKey = purchaseKey
    self.updateKey = updateKey
  }

  public var description: String { "purse \(profile.number)" }

  func key(for kind: TransactionKind) -> CardKey { kind.isOnline ? loadKey : purchaseKey }

  func entry(_ number: UInt16) -> PurseEntry? { (loads + purchases).first { $0.number == number } }

  /// The last transaction that moved something.
  var lastEntry: PurseEntry? { (loads + purchases).max { $0.number < $1.number } }

  /// Adds an entry, or replaces that of the same number, and forgets the oldest one of its log when that is full.
  mutating func keep(_ entry: PurseEntry) {
    var log = entry.kind.isOnline ? loads : purchases
    log.removeAll { $0.number == entry.number }
    log.append(entry)
    if log.count > Self.logSize { forgotten = max(forgotten, log.removeFirst().number) }
    if entry.kind.isOnline { loads = log } else { purchases = log }
  }
}

extension PurseState {
  var bytes: [UInt8] {
    var bytes: [UInt8] = [Self.version] + profile.bytes
    bytes += loadKey.bytes + purchaseKey.bytes + updateKey.bytes
    bytes += balance.field + number.field + pin.block + [pinTries] + forgotten.field
    bytes += [UInt8(loads.count), UInt8(purchases.count)]
    for entry in loads + purchases { bytes += entry.bytes }
    return bytes
  }

  private static let fixed = 1 + PurseProfile.size + 3 * CardKey.size + 4 + 2 + PIN.size + 1 + 2 + 2

  /// Refuses what no purse has written.
  init(bytes: [UInt8]) throws(CodingError) {
    let damaged = CodingError(.wrongForm, "the stored purse is damaged; get another from the provider")
    guard bytes.count >= Self.fixed, bytes[0] == Self.version else { throw damaged }
    var fields = FieldReader(Array(bytes.dropFirst()))
    guard let profile = fields.purseProfile() else { throw damaged }
    let keys = (0..<3).map { _ in CardKey(bytes: fields.bytes(CardKey.size)) }
    let balance = fields.integer(UInt32.self)
    let number = fields.integer(UInt16.self)
    guard let pin = PIN(block: fields.bytes(PIN.size)) else { throw damaged }
    self.init(profile: profile, pin: pin, loadKey: keys[0], purchaseKey: keys[1], updateKey: keys[2])
    self.balance = balance
    self.number = number
    pinTries = fields.integer()
    forgotten = fields.integer()
    let counts = (loads: Int(fields.integer(UInt8.self)), purchases: Int(fields.integer(UInt8.self)))
    guard counts.loads <= Self.logSize, counts.purchases <= Self.logSize,
      bytes.count == Self.fixed + (counts.loads + counts.purchases) * PurseEntry.size
    else { throw damaged }
    for _ in 0..<counts.loads + counts.purchases {
      guard let entry = fields.purseEntry() else { throw damaged }
      if loads.count < counts.loads { loads.append(entry) } else { purchases.append(entry) }
    }
  }
}
