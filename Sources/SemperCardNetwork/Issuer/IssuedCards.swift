public import SemperArchive
import SemperCoding
public import SemperCryptography
public import SemperModel

/// The issuer's cards and the accounts that they draw on. A card is found by a keyed code of its number, so that the table alone
/// does not tell numbers.
public struct IssuedCards: Sendable, Discreet {
  private static let table = RecordTable("issued_cards")
  private static let counter = RecordTable("issued_cards_count")
  private let key: [UInt8]

  /// - Precondition: the key has 32 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == 32, "the key of the card table has 32 bytes")
    self.key = key
  }

  /// A card as the issuer keeps it.
  struct Entry: Hashable, Sendable, CanonicalValue {
    let account: Thumbprint
    let expiry: String
    var isBlocked: Bool

    init(account: Thumbprint, expiry: String, isBlocked: Bool) {
      self.account = account
      self.expiry = expiry
      self.isBlocked = isBlocked
    }

    var json: JSON {
      .fields(["account": account.json, "blocked": isBlocked.json, "expiry": expiry.json])
    }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      account = try fields.value("account")
      isBlocked = try fields.value("blocked")
      expiry = try fields.value("expiry")
      try fields.close()
    }
  }

  /// Issues a test card on an account, with the next number.
  public func issue(
    on account: Thumbprint, expiry: String, _ transaction: any RecordTransaction
  ) throws -> PaymentCard {
    let last = try transaction.value([], in: Self.counter).flatMap { Int64(bigEndianBytes: $0) } ?? 0
    try transaction.set((last + 1).bigEndianBytes, for: [], in: Self.counter)
    let card = try PaymentCard.test(Int(last + 1), expiry: expiry)
    try add(card, on: account, transaction)
    return card
  }

  /// Takes up a card that somebody else has numbered.
  public func add(_ card: PaymentCard, on account: Thumbprint, _ transaction: any RecordTransaction) throws {
    let entry = Entry(account: account, expiry: card.expiry, isBlocked: false)
    guard try transaction.insert(entry.canonicalBytes, for: code(card), in: Self.table) else {
      throw Refusal(.idReused, blame: .us, "\(card) is issued already; give another number")
    }
  }

  /// Blocks a card for good: nothing more is authorised with it.
  public func block(_ card: PaymentCard, _ transaction: any RecordTransaction) throws {
    guard var entry = try entry(of: card, transaction) else {
      throw Refusal(.unknownAccount, blame: .us, "\(card) was not issued here")
    }
    entry.isBlocked = true
    try transaction.set(entry.canonicalBytes, for: code(card), in: Self.table)
  }

  func entry(of card: PaymentCard, _ reader: any RecordReader) throws -> Entry? {
    try reader.value(code(card), in: Self.table).map { try Entry(canonicalBytes: $0) }
  }

  private func code(_ card: PaymentCard) -> [UInt8] { MessageCode.code(of: Array(card.number.utf8), key: key) }
}
