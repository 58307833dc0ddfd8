import SemperModel

/// A transaction for which the module has said “go” and whose outcome it does not know yet.
struct OpenPurchase: Hashable, Sendable {
  static let size = 1 + CardNumber.size + 1 + 2 + 4 + 4 + Digest.size + 8 + 4 + 4
  /// Of a purse's offer, which has no totals.
  static let offerSize = size - 8

  let terms: TransactionTerms
  let keyVersion: UInt8
  /// What the purse held before.
  let balance: UInt32
  /// Of an incremental purchase: the total that the purse is known to have paid.
  var paid: UInt32 = 0
  /// Of an incremental purchase: the highest total that the module said “go” for.
  var asked: UInt32 = 0

  var bytes: [UInt8] {
    [terms.kind.rawValue] + terms.purse.bytes + [keyVersion] + terms.number.field + balance.field
      + terms.amount.field + terms.reference.bytes + terms.random + paid.field + asked.field
  }
}

extension FieldReader {
  /// A purse's offer to the module with this number; `nil` for a kind that there is not.
  mutating func offer(to terminal: CardNumber) -> OpenPurchase? {
    let kind = TransactionKind(rawValue: integer())
    let purse = cardNumber()
    let version = integer(UInt8.self)
    let number = integer(UInt16.self)
    let balance = integer(UInt32.self)
    let amount = integer(UInt32.self)
    let reference = reference()
    let random = bytes(8)
    return kind.map {
      OpenPurchase(
        terms: TransactionTerms(
          kind: $0, purse: purse, number: number, amount: amount, reference: reference, terminal: terminal,
          random: random),
        keyVersion: version, balance: balance)
    }
  }

  mutating func openPurchase(at terminal: CardNumber) -> OpenPurchase? {
    let offer = offer(to: terminal)
    let paid = integer(UInt32.self)
    let asked = integer(UInt32.self)
    return offer.map {
      OpenPurchase(terms: $0.terms, keyVersion: $0.keyVersion, balance: $0.balance, paid: paid, asked: asked)
    }
  }
}
