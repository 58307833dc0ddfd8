import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

/// Where a payment manager's own memory stands in the archive.
enum PaymentTables {
  /// Operation id → `PaymentEntry`.
  static let operations = RecordTable("payment_operations")
  /// Operations that are not over.
  static let open = RecordTable("payment_open")
  /// Idempotency key → digest of what was asked for, then the operation's id.
  static let keys = RecordTable("payment_keys")
  /// Agreement → `PaymentBook`.
  static let books = RecordTable("payment_books")
  /// Our offer → the purses of its options, in order.
  static let offers = RecordTable("payment_offers")
  /// Our offer → the agreement that came of it.
  static let agreements = RecordTable("payment_agreements")
  /// Digests of those agreements.
  static let agreed = RecordTable("payment_agreed")
  /// Operation id that a payment would have → `LockedPayment`.
  static let locks = RecordTable("payment_locks")
  /// Somebody's offer → the purse that we have selected.
  static let selections = RecordTable("payment_selections")
  /// Name of a movement, then the agreement and our side of it → nothing.
  static let movements = RecordTable("payment_movements")
  private static let mostPayments = 1_000

  static func entry(_ id: PaymentID, _ reader: any RecordReader) throws -> PaymentEntry? {
    try reader.value(id.bytes, in: operations).map { try PaymentEntry(canonicalBytes: $0) }
  }

  static func isAgreed(_ agreement: Digest, _ reader: any RecordReader) throws -> Bool {
    try reader.value(agreement.bytes, in: agreed) != nil
  }

  static func book(_ agreement: Digest, _ reader: any RecordReader) throws -> PaymentBook {
    try reader.value(agreement.bytes, in: books).map { try PaymentBook(canonicalBytes: $0) } ?? PaymentBook()
  }

  /// Notes to which payment movements belong.
  static func note(
    _ movements: [MovementName], of payment: StatementPayment, _ transaction: any RecordTransaction
  ) throws {
    for movement in movements {
      try transaction.set(
        [], for: movement.key + payment.agreement.bytes + Array(payment.party.rawValue.utf8), in: Self.movements)
    }
  }

  static func payments(of movement: MovementName, _ reader: any RecordReader) throws -> [StatementPayment] {
    let key = movement.key
    return try reader.list(movements, prefix: key, after: nil, limit: mostPayments).map { entry in
      let rest = entry.key.dropFirst(key.count)
      let (agreement, party) = (rest.prefix(Digest.size), rest.dropFirst(Digest.size))
      guard let party = PaymentParty(rawValue: String(decoding: party, as: UTF8.self)) else {
        throw ArchiveError(.corrupt, "a movement's payment cannot be read")
      }
      return StatementPayment(try Digest(bytes: Array(agreement)), party)
    }
  }
}
