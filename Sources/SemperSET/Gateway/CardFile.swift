public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// The cards of the brand: which account each draws on, or that another bank has issued it, and the code that its holder got by
/// letter and has to give when registering. Cards are found by a keyed code, so that the table alone does not tell their numbers.
public struct CardFile: Sendable, Discreet {
  private let key: [UInt8]

  /// - Precondition: the key has 32 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == 32)
    self.key = key
  }

  struct Entry: DERValue, Hashable {
    /// Empty where another bank has issued the card.
    let account: ByteString
    let code: ByteString
    let isBlocked: Bool

    init(account: ByteString, code: ByteString, isBlocked: Bool) {
      self.account = account
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

    /// The account at this bank, if it has issued the card.
    var holder: Thumbprint? {
      get throws { account.bytes.isEmpty ? nil : try Thumbprint(bytes: account.bytes) }
    }
  }

  /// Issues a card on an account. Play money and test numbers only.
  public func issue(
    _ number: CardNumber, _ expiry: CardExpiry, on account: Thumbprint, code: String,
    _ transaction: any RecordTransaction
  ) throws {
    let entry = Entry(account: ByteString(account.bytes), code: hidden(code), isBlocked: false)
    try transaction.set(entry.derBytes, for: place(number, expiry), in: GatewayTables.cards)
  }

  /// Takes a card into the brand that another bank has issued: that bank decides about its payments.
  ///
  /// Refuses (`idReused`) a card that is in the brand already.
  public func admit(
    _ number: CardNumber, _ expiry: CardExpiry, code: String, _ transaction: any RecordTransaction
  ) throws {
    let entry = Entry(account: ByteString([]), code: hidden(code), isBlocked: false)
    guard try transaction.insert(entry.derBytes, for: place(number, expiry), in: GatewayTables.cards) else {
      throw Refusal(.idReused, blame: .us, "the card is in the brand already; give another one")
    }
  }

  /// No payment and no registration with this card from now on.
  public func block(_ number: CardNumber, _ expiry: CardExpiry, _ transaction: any RecordTransaction) throws {
    guard let entry = try entry(number, expiry, transaction) else { return }
    let blocked = Entry(account: entry.account, code: entry.code, isBlocked: true)
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

  /// Whether another bank has issued the card, and it may pay; one that is blocked meanwhile may finish what it has begun.
  func isElsewhere(
    _ number: CardNumber, _ expiry: CardExpiry, finishing: Bool, _ reader: any RecordReader
  ) throws -> Bool {
    guard let entry = try entry(number, expiry, reader), finishing || !entry.isBlocked else { return false }
    return entry.account.bytes.isEmpty
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
