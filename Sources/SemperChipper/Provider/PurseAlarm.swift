public import SemperCoding
public import SemperModel

/// Something that no honest card does, as the provider noticed it. Kept for ever.
public struct PurseAlarm: Hashable, Sendable, CanonicalValue {
  public enum Sign: String, Sendable, CaseIterable, CanonicalValue {
    /// A purse says that it holds more than it can.
    case balanceAboveShadow = "balance-above-shadow"
    /// More was spent than loaded.
    case overspent
    /// One number was used for two payments: the card was copied.
    case repeatedNumber = "repeated-number"
    /// A module has handed the same payment in twice.
    case repeatedRecord = "repeated-record"
    /// A payment of a purse that was never issued: the key of purchases is out.
    case unknownPurse = "unknown-purse"
    /// A purse has said two different things about one number.
    case contradiction
  }

  public let sign: Sign
  public let purse: CardNumber
  public let number: UInt16
  /// The module that handed it in; none for what the host saw.
  public let module: CardNumber?
  public let time: Timestamp

  public var json: JSON {
    .fields([
      "module": module?.description.json, "number": Int(number).json, "purse": purse.description.json,
      "sign": sign.json, "time": time.json,
    ])
  }

  init(_ sign: Sign, purse: CardNumber, number: UInt16, module: CardNumber? = nil, time: Timestamp) {
    self.sign = sign
    self.purse = purse
    self.number = number
    self.module = module
    self.time = time
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let text: String? = try fields.optional("module")
    module = try text.map { text throws(CodingError) in try CardNumber(text: text) }
    number = try fields.field("number")
    purse = try CardNumber(text: fields.value("purse"))
    sign = try fields.value("sign")
    time = try fields.value("time")
    try fields.close()
  }
}
