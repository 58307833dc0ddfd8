import SemperCoding
public import SemperCryptography
import SemperModel

/// What a merchant's module keeps when it loses power: everything, since no command of it rests on a session.
public struct ModuleState: Sendable, Discreet {
  static let version: UInt8 = 1
  /// Purses whose last number is remembered; the one that has not paid for longest goes first.
  static let rememberedPurses = 512
  static let largestBlockList = 1024

  struct LastNumber: Hashable {
    let purse: CardNumber
    var number: UInt16
  }

  let profile: ModuleProfile
  var collectionKey: CardKey
  /// The counter NT_P of the last record.
  var serial: UInt32 = 0
  var open: [OpenPurchase] = []
  /// Records for the next batch.
  var records: [ModuleRecord] = []
  /// Records of the batch that waits for its acknowledgement.
  var closed: [ModuleRecord] = []
  /// The number of the batch closed last.
  var counter: UInt32 = 0
  /// The purse seen last stands last.
  var lastNumbers: [LastNumber] = []
  var blocked: [CardNumber] = []

  /// A module as it leaves its provider.
  public init(profile: ModuleProfile, collectionKey: CardKey) {
    self.profile = profile
    self.collectionKey = collectionKey
  }

  public var description: String { "module \(profile.number)" }

  /// Minor units taken that the acquirer has not acknowledged.
  var total: Int64 { (records + closed).reduce(0) { $0 + $1.units } }

  func index(of purse: CardNumber, _ number: UInt16) -> Int? {
    open.firstIndex { $0.terms.purse == purse && $0.terms.number == number }
  }

  func record(of purse: CardNumber, _ number: UInt16) -> ModuleRecord? {
    (records + closed).first { $0.purse == purse && $0.number == number }
  }

  /// Whether one more purchase finds room for its record, and those still open do.
  var hasRoom: Bool { open.count + records.count + closed.count < Int(profile.capacity) }

  mutating func remember(_ purse: CardNumber, _ number: UInt16) {
    lastNumbers.removeAll { $0.purse == purse }
    if lastNumbers.count == Self.rememberedPurses { lastNumbers.removeFirst() }
    lastNumbers.append(LastNumber(purse: purse, number: number))
  }

  /// Adds a record under the next serial.
  mutating func add(_ terms: TransactionTerms, amount: UInt32) -> ModuleRecord {
    serial += 1
    let record = ModuleRecord(
      terms.kind, serial: serial, purse: terms.purse, number: terms.number, amount: amount,
      reference: terms.reference, module: profile.number, key: collectionKey)
    records.append(record)
    return record
  }
}

extension ModuleState {
  var bytes: [UInt8] {
    var bytes: [UInt8] = [Self.version] + profile.bytes + collectionKey.bytes
    bytes += serial.field + counter.field
    for count in [open.count, records.count, closed.count, lastNumbers.count, blocked.count] {
      bytes += UInt16(count).field
    }
    for purchase in open { bytes += purchase.bytes }
    for record in records + closed { bytes += record.bytes }
    for last in lastNumbers { bytes += last.purse.bytes + last.number.field }
    for number in blocked { bytes += number.bytes }
    return bytes
  }

  private static let fixed = 1 + ModuleProfile.size + CardKey.size + 2 * 4 + 5 * 2

  /// Refuses what no module has written.
  init(bytes: [UInt8]) throws(CodingError) {
    let damaged = CodingError(
      .wrongForm, "the stored module is damaged; hand in what its terminal kept and get another")
    guard bytes.count >= Self.fixed, bytes[0] == Self.version else { throw damaged }
    var fields = FieldReader(Array(bytes.dropFirst()))
    guard let profile = fields.moduleProfile() else { throw damaged }
    self.init(profile: profile, collectionKey: CardKey(bytes: fields.bytes(CardKey.size)))
    serial = fields.integer()
    counter = fields.integer()
    let counts = (0..<5).map { _ in Int(fields.integer(UInt16.self)) }
    let records = (counts[1] + counts[2]) * ModuleRecord.size
    let numbers = counts[3] * (CardNumber.size + 2) + counts[4] * CardNumber.size
    guard bytes.count == Self.fixed + counts[0] * OpenPurchase.size + records + numbers else { throw damaged }
    for _ in 0..<counts[0] {
      guard let purchase = fields.openPurchase(at: profile.number) else { throw damaged }
      open.append(purchase)
    }
    for index in 0..<counts[1] + counts[2] {
      guard let record = fields.moduleRecord() else { throw damaged }
      if index < counts[1] { self.records.append(record) } else { closed.append(record) }
    }
    for _ in 0..<counts[3] {
      lastNumbers.append(LastNumber(purse: fields.cardNumber(), number: fields.integer()))
    }
    for _ in 0..<counts[4] { blocked.append(fields.cardNumber()) }
  }
}
