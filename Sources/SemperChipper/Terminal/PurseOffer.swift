public import SemperCoding
import SemperModel

/// A purse's word that it is ready for one transaction: what it answers to INITIALIZE, with the terms that it was told.
public struct PurseOffer: Hashable, Sendable, CanonicalValue {
  static let answerSize = CardNumber.size + 1 + 2 + 4 + 8 + Seal.size

  public let terms: TransactionTerms
  public let keyVersion: UInt8
  /// What the purse says it holds.
  public let balance: UInt32
  /// S1.
  public let seal: Seal

  init(
    _ fields: inout FieldReader, kind: TransactionKind, amount: UInt32, reference: Digest, terminal: CardNumber
  ) {
    let purse = fields.cardNumber()
    keyVersion = fields.integer()
    let number = fields.integer(UInt16.self)
    balance = fields.integer()
    terms = TransactionTerms(
      kind: kind, purse: purse, number: number, amount: amount, reference: reference, terminal: terminal,
      random: fields.bytes(8))
    seal = fields.seal()
  }

  /// What ORDER tells a module: all but the module's own number.
  var orderFields: [UInt8] {
    let purchase = OpenPurchase(terms: terms, keyVersion: keyVersion, balance: balance)
    return purchase.bytes.dropLast(8) + seal.bytes
  }

  /// The fields in their order on cards, the counterpart's number last.
  public var json: JSON { ByteString(orderFields + terms.terminal.bytes).json }

  public init(json: JSON) throws(CodingError) {
    let bytes = try ByteString(json: json).exactly(OpenPurchase.offerSize + Seal.size + CardNumber.size)
    var fields = FieldReader(bytes)
    let terminal = CardNumber(bytes: Array(bytes.suffix(CardNumber.size)))
    guard let offer = fields.offer(to: terminal) else {
      throw CodingError(.outOfRange, "a purse makes no offer of this kind")
    }
    terms = offer.terms
    keyVersion = offer.keyVersion
    balance = offer.balance
    seal = fields.seal()
  }
}
