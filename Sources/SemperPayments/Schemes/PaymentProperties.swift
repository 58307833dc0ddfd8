public import SemperCoding
public import SemperModel

/// What a means of payment does for the two sides, as both see it in an offer. What a deal demands is held against it.
public struct PaymentProperties: Hashable, Sendable, CanonicalValue {
  /// What the payee learns of the payer, from most to least.
  public enum PayerAnonymity: String, Sendable, CaseIterable, Comparable, CanonicalValue {
    case none, pseudonym, anonymous

    private var rank: Int {
      switch self {
      case .none: 0
      case .pseudonym: 1
      case .anonymous: 2
      }
    }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
  }

  /// When the payee can no longer lose the money.
  public enum Finality: Hashable, Sendable {
    case immediate
    /// When the payee captures what was authorised.
    case onCapture
    /// The payer's side can take it back for so long.
    case reversible(Span)
  }

  /// How the money can be locked for a fair exchange.
  public enum Lock: Hashable, Sendable {
    case none
    /// A hold that ends by itself after so long, unless it is captured.
    case hold(Span)
    /// A lock at a ledger that time alone never ends.
    case record
  }

  /// Who gives money back.
  public enum Refund: String, Sendable, CaseIterable, CanonicalValue {
    case none, payee, provider
  }

  public let payerAnonymity: PayerAnonymity
  /// Whether the provider knows who is paid.
  public let isPayeeIdentified: Bool
  public let finality: Finality
  public let lock: Lock
  /// Whether the payee can check what it gets without asking anybody.
  public let checksOffline: Bool
  public let refund: Refund
  /// What the payer pays beside the amount.
  public let cost: Money
  /// How long it usually takes from commitment to the payee's certainty.
  public let expected: Span

  public init(
    payerAnonymity: PayerAnonymity, isPayeeIdentified: Bool, finality: Finality, lock: Lock, checksOffline: Bool,
    refund: Refund, cost: Money, expected: Span
  ) {
    self.payerAnonymity = payerAnonymity
    self.isPayeeIdentified = isPayeeIdentified
    self.finality = finality
    self.lock = lock
    self.checksOffline = checksOffline
    self.refund = refund
    self.cost = cost
    self.expected = expected
  }

  public var json: JSON {
    .fields([
      "anonymity": payerAnonymity.json, "cost": cost.json, "expected": expected.json, "finality": finality.json,
      "lock": lock.json, "offline": checksOffline.json, "payeeIdentified": isPayeeIdentified.json,
      "refund": refund.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    payerAnonymity = try fields.value("anonymity")
    cost = try fields.value("cost")
    expected = try fields.value("expected")
    finality = try fields.value("finality")
    lock = try fields.value("lock")
    checksOffline = try fields.value("offline")
    isPayeeIdentified = try fields.value("payeeIdentified")
    refund = try fields.value("refund")
    try fields.close()
  }
}

extension PaymentProperties.Finality: CanonicalValue {
  private static let prefix = "reversible:"

  public var json: JSON {
    switch self {
    case .immediate: "immediate".json
    case .onCapture: "on-capture".json
    case .reversible(let span): (Self.prefix + span.description).json
    }
  }

  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    if text == "immediate" {
      self = .immediate
    } else if text == "on-capture" {
      self = .onCapture
    } else if text.hasPrefix(Self.prefix) {
      self = .reversible(try Span(text: String(text.dropFirst(Self.prefix.count))))
    } else {
      throw CodingError(.outOfRange, "finality is immediate, on-capture or reversible:<duration>")
    }
  }
}

extension PaymentProperties.Lock: CanonicalValue {
  private static let prefix = "hold:"

  public var json: JSON {
    switch self {
    case .none: "none".json
    case .hold(let span): (Self.prefix + span.description).json
    case .record: "record".json
    }
  }

  public init(json: JSON) throws(CodingError) {
    let text = try String(json: json)
    if text == "none" {
      self = .none
    } else if text == "record" {
      self = .record
    } else if text.hasPrefix(Self.prefix) {
      self = .hold(try Span(text: String(text.dropFirst(Self.prefix.count))))
    } else {
      throw CodingError(.outOfRange, "a lock is none, record or hold:<duration>")
    }
  }
}
