public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The mint's signed list of the keys that it signs coins with.
///
/// Lists are numbered and chained, and there is one for everybody: a list for one customer alone would be a mark on that
/// customer's coins.
public struct MintKeyList: StatementContent {
  public static let kind = StatementKind.mintKeys
  public static var largestPayload: Int { 512 << 10 }

  public let mint: Thumbprint
  public let currency: Currency
  public let number: Int
  /// The digest of the list before.
  public let previous: Digest?
  public let keys: [DenominationKey]
  public let issued: Timestamp
  /// How change is given under this list.
  public let change: ChangeRule
  /// Whether the mint promises to honour seals: only who the terms of a sealed coin entitle gets it.
  public let seals: Bool

  public init(
    mint: Thumbprint, currency: Currency, number: Int, previous: Digest?, keys: [DenominationKey], issued: Timestamp,
    change: ChangeRule = .free, seals: Bool = false
  ) {
    self.mint = mint
    self.currency = currency
    self.number = number
    self.previous = previous
    self.keys = keys
    self.issued = issued
    self.change = change
    self.seals = seals
  }

  public var signers: [Thumbprint] { [mint] }
  public var json: JSON {
    .fields([
      "change": change == .free ? nil : change.json, "currency": currency.json, "iat": issued.json, "keys": keys.json,
      "mint": mint.json,
      "number": number.json, "previous": previous?.json, "seals": seals ? true.json : nil,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let change: ChangeRule? = try fields.optional("change")
    self.change = change ?? .free
    currency = try fields.value("currency")
    issued = try fields.value("iat")
    keys = try fields.value("keys")
    mint = try fields.value("mint")
    number = try fields.value("number")
    previous = try fields.optional("previous")
    seals = try fields.mark("seals")
    try fields.close()
    guard change != .free else {
      throw CodingError(.notCanonical, "a list that lets change be had freely does not say so").inside("change")
    }
    guard Set(keys.map(\.id)).count == keys.count else {
      throw CodingError(.outOfRange, "a key stands for one denomination and period only").inside("keys")
    }
    guard (number == 0) == (previous == nil) else {
      throw CodingError(.outOfRange, "every list but the first names the one before").inside("previous")
    }
  }
}
