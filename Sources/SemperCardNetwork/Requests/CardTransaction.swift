public import SemperCoding
public import SemperModel

/// Money, card, merchant and purpose of one request.
public struct CardTransaction: Hashable, Sendable {
  static let purchase = "000000"
  static let credit = "200000"
  /// The largest amount that twelve digits hold.
  static let largest: Int64 = 999_999_999_999

  public let card: PaymentCard
  public let amount: Money
  public let merchant: CardMerchantName
  /// The gateway's own number for the sale (element 37): twelve digits.
  public let reference: String
  /// What the payment is for (element 48): one private subelement `01`.
  public let purpose: Digest
  /// Local time and date of the transaction, `hhmmss` and `MMDD`.
  public let time: String
  public let day: String

  /// Refuses an amount that is not from 1 to 999 999 999 999 minor units.
  public init(
    card: PaymentCard, amount: Money, merchant: CardMerchantName, reference: String, purpose: Digest, at time: Timestamp
  ) throws(CodingError) {
    try self.init(
      card: card, amount: amount, merchant: merchant, reference: reference, purpose: purpose,
      time: CardDate.time(time), day: CardDate.day(time))
  }

  private init(
    card: PaymentCard, amount: Money, merchant: CardMerchantName, reference: String, purpose: Digest, time: String,
    day: String
  ) throws(CodingError) {
    guard (1...Self.largest).contains(amount.minorUnits) else {
      throw CodingError(.outOfRange, "an amount has one to twelve digits and is not nothing")
    }
    guard reference.utf8.count == 12, FieldFormat("n12").allows(reference.utf8) else {
      throw CodingError(.wrongForm, "the retrieval reference has twelve digits")
    }
    self.card = card
    self.amount = amount
    self.merchant = merchant
    self.reference = reference
    self.purpose = purpose
    self.time = time
    self.day = day
  }

  /// The same sale with another amount, such as the part of it that is captured or given back.
  public func amounting(to amount: Money) throws(CodingError) -> CardTransaction {
    try CardTransaction(
      card: card, amount: amount, merchant: merchant, reference: reference, purpose: purpose, time: time, day: day)
  }

  static func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  /// Point of service: keyed in (01), no PIN; electronic commerce (59).
  func write(to message: inout CardMessage, processing: String) throws(CodingError) {
    try message.set(2, card.number)
    try message.set(3, processing)
    try message.set(4, Self.digits(amount.minorUnits, 12))
    try message.set(12, time)
    try message.set(13, day)
    try message.set(14, card.expiry)
    try message.set(18, merchant.category)
    try message.set(22, "010")
    try message.set(25, "59")
    try message.set(37, reference)
    try message.set(41, merchant.terminal)
    try message.set(42, merchant.id)
    try message.set(43, merchant.name)
    try message.set(48, "01" + Self.digits(Int64(Self.text(purpose).utf8.count), 3) + Self.text(purpose))
    try message.set(49, CurrencyNumber.text(amount.currency))
  }

  init(taking message: inout CardMessage, _ processing: String) throws(CodingError) {
    let card = try PaymentCard(number: message.take(2), expiry: message.take(14))
    guard try message.take(3) == processing else {
      throw CodingError(.outOfRange, "the processing code is not handled here")
    }
    guard try message.take(22) == "010", try message.take(25) == "59" else {
      throw CodingError(.outOfRange, "only electronic commerce without a PIN is handled here")
    }
    guard let units = Int64(try message.take(4)) else {
      throw CodingError(.malformed, "an amount is written in digits")
    }
    let amount = Money(minorUnits: units, try CurrencyNumber.currency(try message.take(49)))
    let merchant = try CardMerchantName(
      category: message.take(18), terminal: message.take(41), id: message.take(42), name: message.take(43))
    try self.init(
      card: card, amount: amount, merchant: merchant, reference: try message.take(37),
      purpose: try Self.purpose(try message.take(48)), time: try message.take(12), day: try message.take(13))
  }

  private static func text(_ purpose: Digest) -> String { Base64URL.encode(purpose.bytes) }

  private static func purpose(_ text: String) throws(CodingError) -> Digest {
    guard text.hasPrefix("01043"), text.utf8.count == 48 else {
      throw CodingError(.wrongForm, "the private data (48) are the purpose alone")
    }
    return try Digest(bytes: Base64URL.decode(String(text.dropFirst(5))))
  }
}
