public import SemperCoding
public import SemperModel

/// What a gateway asks of an issuer, as a value; `message(named:)` writes it, `init(_:)` reads it strictly: an element that a
/// request of this kind does not have is refused.
public enum CardRequest: Hashable, Sendable {
  /// 0100: hold the amount for a later completion.
  case authorise(CardTransaction)
  /// 0200, processing code 00: take the amount at once.
  case purchase(CardTransaction)
  /// 0200, processing code 20: give an amount of an earlier purchase or completion back.
  case credit(CardTransaction, of: RequestName)
  /// 0220: take this much of what an authorisation holds; the rest is free again.
  case complete(CardTransaction, of: RequestName)
  /// 0400: undo a request, known or not, but for `kept`, of an authorisation.
  case reverse(Citation, kept: Money)
  /// 0500: what the gateway counts since the last reconciliation.
  case reconcile(CardTotals)
  /// 0800.
  case network(NetworkNotice)

  /// A request that another one undoes.
  public struct Citation: Hashable, Sendable {
    public let name: RequestName
    public let type: MessageType

    public init(name: RequestName, type: MessageType) {
      self.name = name
      self.type = type
    }
  }

  /// Network management (element 70).
  public enum NetworkNotice: String, Sendable {
    case signOn = "001"
    case signOff = "002"
    case echo = "301"
  }

  public var type: MessageType {
    switch self {
    case .authorise: .authorisationRequest
    case .purchase, .credit: .financialRequest
    case .complete: .completionAdvice
    case .reverse: .reversalRequest
    case .reconcile: .reconciliationRequest
    case .network: .networkRequest
    }
  }

  public func message(named name: RequestName) throws(CodingError) -> CardMessage {
    var message = CardMessage(type)
    try message.set(7, name.transmission)
    try message.set(11, name.trace)
    try message.set(32, name.acquirer)
    switch self {
    case .authorise(let transaction), .purchase(let transaction):
      try transaction.write(to: &message, processing: CardTransaction.purchase)
    case .credit(let transaction, let original):
      try transaction.write(to: &message, processing: CardTransaction.credit)
      try message.set(90, original.original(.financialRequest))
    case .complete(let transaction, let original):
      try transaction.write(to: &message, processing: CardTransaction.purchase)
      try message.set(90, original.original(.authorisationRequest))
    case .reverse(let citation, let kept):
      try message.set(49, CurrencyNumber.text(kept.currency))
      try message.set(90, citation.name.original(citation.type))
      try message.set(95, CardTransaction.digits(kept.minorUnits, 12) + String(repeating: "0", count: 30))
    case .reconcile(let totals): try totals.write(to: &message)
    case .network(let notice): try message.set(70, notice.rawValue)
    }
    return message
  }

  public init(_ message: CardMessage) throws(CodingError) {
    var rest = message
    for element in [7, 11, 32] { try rest.set(element, nil) }
    switch message.type.first {
    case .authorisationRequest: self = .authorise(try CardTransaction(taking: &rest, CardTransaction.purchase))
    case .financialRequest where message[3] == CardTransaction.credit:
      self = .credit(
        try CardTransaction(taking: &rest, CardTransaction.credit), of: try Self.original(&rest, .financialRequest))
    case .financialRequest: self = .purchase(try CardTransaction(taking: &rest, CardTransaction.purchase))
    case .completionAdvice:
      self = .complete(
        try CardTransaction(taking: &rest, CardTransaction.purchase),
        of: try Self.original(&rest, .authorisationRequest))
    case .reversalRequest: self = try Self.reversal(&rest)
    case .reconciliationRequest: self = .reconcile(try CardTotals(taking: &rest))
    case .networkRequest:
      guard let notice = NetworkNotice(rawValue: try rest.take(70)) else {
        throw CodingError(.outOfRange, "this network notice is not handled here")
      }
      self = .network(notice)
    case .authorisationRepeat, .authorisationResponse, .financialRepeat, .financialResponse, .completionRepeat,
      .completionResponse, .reversalRepeat, .reversalResponse, .reconciliationRepeat, .reconciliationResponse,
      .networkRepeat, .networkResponse:
      throw CodingError(.wrongType, "this message asks for nothing")
    }
    guard rest.elements.isEmpty else {
      throw CodingError(.unknownMember, "the data element \(rest.elements.keys.min() ?? 0) is not of this request")
    }
  }

  private static func original(_ rest: inout CardMessage, _ type: MessageType) throws(CodingError) -> RequestName {
    let (name, cited) = try RequestName.cited(try rest.take(90))
    guard cited == type || cited == .completionAdvice && type == .financialRequest else {
      throw CodingError(.outOfRange, "a request of another type is cited")
    }
    return name
  }

  private static func reversal(_ rest: inout CardMessage) throws(CodingError) -> CardRequest {
    let (name, type) = try RequestName.cited(try rest.take(90))
    let amounts = try rest.take(95)
    let currency = try CurrencyNumber.currency(try rest.take(49))
    guard amounts.utf8.dropFirst(12).allSatisfy({ $0 == UInt8(ascii: "0") }), let kept = Int64(amounts.prefix(12))
    else {
      throw CodingError(.wrongForm, "the replacement amounts (95) are not one amount of twelve digits")
    }
    return .reverse(Citation(name: name, type: type), kept: Money(minorUnits: kept, currency))
  }
}

extension CardMessage {
  /// Removes an element that must be there.
  mutating func take(_ element: Int) throws(CodingError) -> String {
    let value = try value(element)
    try set(element, nil)
    return value
  }
}
