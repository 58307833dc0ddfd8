public import SemperArchive
import SemperCoding
import SemperCryptography
public import SemperModel

/// The issuer's cards: which account each draws on, and the code that its holder got by letter and has to give when
/// registering. Cards are found by a keyed code, so that the table alone does not tell their numbers.
public struct CardFile: Sendable {
  private let key: [UInt8]

  /// - Precondition: the key has 32 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == 32)
    self.key = key
  }

  struct Entry: DERValue, Hashable {
    let account: ByteString
    let code: ByteString
    let isBlocked: Bool

    init(account: Thumbprint, code: ByteString, isBlocked: Bool) {
      self.account = ByteString(account.bytes)
      self.code = code
      self.isBlocked = isBlocked
    }

    var der: DERElement { .sequence([account.der, code.der, isBlocked.der]) }

    init(der: DERElement) throws(CodingError) {
      var fields = try DERReader(der)
      account = try fields.value()
      code = try fields.value()
      isBlocked = try fields.value()
      try fields.close()
    }

    var holder: Thumbprint {
      get throws { try Thumbprint(bytes: account.bytes) }
    }
  }

  /// Issues a card on an account. Play money and test numbers only.
  public func issue(
    _ number: CardNumber, _ expiry: CardExpiry, on account: Thumbprint, code: String,
    _ transaction: any RecordTransaction
  ) throws {
    let entry = Entry(account: account, code: hidden(code), isBlocked: false)
    try transaction.set(entry.derBytes, for: place(number, expiry), in: GatewayTables.cards)
  }

  /// No payment and no registration with this card from now on.
  public func block(_ number: CardNumber, _ expiry: CardExpiry, _ transaction: any RecordTransaction) throws {
    guard let entry = try entry(number, expiry, transaction) else { return }
    let blocked = Entry(account: try entry.holder, code: entry.code, isBlocked: true)
    try transaction.set(blocked.derBytes, for: place(number, expiry), in: GatewayTables.cards)
  }

  func entry(_ number: CardNumber, _ expiry: CardExpiry, _ reader: any RecordReader) throws -> Entry? {
    try reader.value(place(number, expiry), in: GatewayTables.cards).map { try Entry(derBytes: $0) }
  }

  /// The account of a card that may pay.
  func account(_ number: CardNumber, _ expiry: CardExpiry, _ reader: any RecordReader) throws -> Thumbprint? {
    guard let entry = try entry(number, expiry, reader), !entry.isBlocked else { return nil }
    return try entry.holder
  }

  /// Whether this is the code of the letter.
  func accepts(
    _ code: String, _ number: CardNumber, _ expiry: CardExpiry, _ reader: any RecordReader
  ) throws -> Bool {
    guard let entry = try entry(number, expiry, reader), !entry.isBlocked else { return false }
    return ConstantTime.equal(entry.code.bytes, hidden(code).bytes)
  }

  private func hidden(_ code: String) -> ByteString {
    ByteString(MessageCode.code(of: Array("code".utf8) + [0] + Array(code.utf8), key: key))
  }

  private func place(_ number: CardNumber, _ expiry: CardExpiry) -> [UInt8] {
    MessageCode.code(of: Array("card".utf8) + [0] + number.derBytes + expiry.derBytes, key: key)
  }
}
