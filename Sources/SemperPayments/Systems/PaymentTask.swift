public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One operation of a purse: what a conversation of a payment system is opened for.
public enum PaymentTask: Hashable, Sendable {
  // Both classes
  case pay(PaymentAgreement)
  case receive(PaymentAgreement)
  /// The payee gives money back; the statement is its `payment-refund`.
  case refund(FollowUp, SignedStatement)
  /// The payer takes it.
  case takeRefund(FollowUp, SignedStatement)
  // Account-based
  /// The payee has the money promised, to capture it later.
  case authorise(PaymentAgreement)
  case capture(FollowUp)
  case void(FollowUp)
  // Cash-like
  case withdraw(Money)
  /// So much, or all there is.
  case deposit(Money?)
  /// What is held is renewed, such as coins whose keys end.
  case exchange
  /// What a lost purse held is brought back from the recovery secret.
  case restore

  public enum Kind: String, Sendable, CaseIterable, CanonicalValue {
    case pay, receive, refund
    case takeRefund = "take-refund"
    case authorise, capture, void, withdraw, deposit, exchange, restore
  }

  public var kind: Kind {
    switch self {
    case .pay: .pay
    case .receive: .receive
    case .refund: .refund
    case .takeRefund: .takeRefund
    case .authorise: .authorise
    case .capture: .capture
    case .void: .void
    case .withdraw: .withdraw
    case .deposit: .deposit
    case .exchange: .exchange
    case .restore: .restore
    }
  }

  /// Which side of the agreement we are; nobody is on the other side of a purse's own operations.
  public var party: PaymentParty? {
    switch self {
    case .pay, .takeRefund: .payer
    case .receive, .refund, .authorise, .capture, .void: .payee
    case .withdraw, .deposit, .exchange, .restore: nil
    }
  }

  public var agreement: PaymentAgreement? {
    switch self {
    case .pay(let agreement), .receive(let agreement), .authorise(let agreement): agreement
    case .refund(let before, _), .takeRefund(let before, _), .capture(let before), .void(let before): before.agreement
    case .withdraw, .deposit, .exchange, .restore: nil
    }
  }

  /// The `payment-refund`, for refunds.
  public var refundStatement: SignedStatement? {
    switch self {
    case .refund(_, let statement), .takeRefund(_, let statement): statement
    case .pay, .receive, .authorise, .capture, .void, .withdraw, .deposit, .exchange, .restore: nil
    }
  }

  /// What tokens of this operation are about; captures and voids are between the payee and its provider.
  public var subject: Digest? {
    switch self {
    case .pay(let agreement), .receive(let agreement), .authorise(let agreement): agreement.digest
    case .refund(_, let statement), .takeRefund(_, let statement): statement.digest
    case .capture, .void, .withdraw, .deposit, .exchange, .restore: nil
    }
  }
}

extension PaymentTask {
  /// Refuses (`expired`) to begin something with a purse after its end. What was begun before can still be undone or
  /// completed: money comes back from an expired card too.
  func requireUnexpired(_ purse: PurseDescriptor, at now: Timestamp) throws(Refusal) {
    switch self {
    case .pay, .receive, .authorise, .withdraw: break
    case .refund, .takeRefund, .capture, .void, .deposit, .exchange, .restore: return
    }
    if let expires = purse.expires, expires <= now {
      throw Refusal(.expired, blame: .us, "the purse expired at \(expires); pay with another")
    }
  }
}

extension PaymentTask: CanonicalValue {
  public var json: JSON {
    switch self {
    case .pay(let agreement), .receive(let agreement), .authorise(let agreement):
      .fields(["agreement": agreement.json, "do": kind.json])
    case .capture(let before), .void(let before): .fields(["do": kind.json, "of": before.json])
    case .refund(let before, let statement), .takeRefund(let before, let statement):
      .fields(["do": kind.json, "of": before.json, "refund": statement.json])
    case .withdraw(let amount): .fields(["amount": amount.json, "do": kind.json])
    case .deposit(let amount): .fields(["amount": amount?.json, "do": kind.json])
    case .exchange, .restore: .fields(["do": kind.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("do", as: Kind.self) {
    case .pay: self = .pay(try fields.value("agreement"))
    case .receive: self = .receive(try fields.value("agreement"))
    case .authorise: self = .authorise(try fields.value("agreement"))
    case .capture: self = .capture(try fields.value("of"))
    case .void: self = .void(try fields.value("of"))
    case .refund: self = .refund(try fields.value("of"), try fields.value("refund"))
    case .takeRefund: self = .takeRefund(try fields.value("of"), try fields.value("refund"))
    case .withdraw: self = .withdraw(try fields.value("amount"))
    case .deposit: self = .deposit(try fields.optional("amount"))
    case .exchange: self = .exchange
    case .restore: self = .restore
    }
    try fields.close()
  }
}
