public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperPayments

/// What an account holder has its bank do.
public enum AccountAction: Hashable, Sendable {
  /// A mandate: this payee may take so much from my account, once, for this.
  case mandate(to: Thumbprint, amount: Money, reference: PaymentReference)
  /// The payee brings a mandate: take the money, or only hold it.
  case take(SignedStatement, holds: Bool)
  /// The holder of the account asks what became of its mandate; one that nobody has brought is dead from then on.
  case revoke(SignedStatement)
  /// The payee takes part of what the operation has held.
  case capture(of: ID<Operation>, amount: Money)
  /// The payee gives up what the operation holds.
  case void(of: ID<Operation>)
  /// From my account to another.
  case transfer(to: Thumbprint, amount: Money, reference: PaymentReference)

  /// The mandate that it brings.
  var mandate: SignedStatement? {
    switch self {
    case .take(let mandate, _), .revoke(let mandate): mandate
    case .mandate, .capture, .void, .transfer: nil
    }
  }

  /// Its name in receipts.
  public enum Kind: String, Sendable, CanonicalValue {
    case mandate, take, hold, revoke, capture, void, transfer
  }

  public var kind: Kind {
    switch self {
    case .mandate: .mandate
    case .take(_, let holds): holds ? .hold : .take
    case .revoke: .revoke
    case .capture: .capture
    case .void: .void
    case .transfer: .transfer
    }
  }
}

extension AccountAction: CanonicalValue {
  public var json: JSON {
    switch self {
    case .mandate(let to, let amount, let reference), .transfer(let to, let amount, let reference):
      .fields(["amount": amount.json, "do": kind.json, "reference": reference.json, "to": to.json])
    case .take(let mandate, _), .revoke(let mandate): .fields(["do": kind.json, "mandate": mandate.json])
    case .capture(let operation, let amount):
      .fields(["amount": amount.json, "do": kind.json, "of": operation.json])
    case .void(let operation): .fields(["do": kind.json, "of": operation.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let kind: Kind = try fields.value("do")
    switch kind {
    case .mandate, .transfer:
      let (to, amount): (Thumbprint, Money) = (try fields.value("to"), try fields.value("amount"))
      let reference: PaymentReference = try fields.value("reference")
      self =
        kind == .mandate
        ? .mandate(to: to, amount: amount, reference: reference)
        : .transfer(to: to, amount: amount, reference: reference)
    case .take, .hold: self = .take(try fields.value("mandate"), holds: kind == .hold)
    case .revoke: self = .revoke(try fields.value("mandate"))
    case .capture: self = .capture(of: try fields.value("of"), amount: try fields.value("amount"))
    case .void: self = .void(of: try fields.value("of"))
    }
    try fields.close()
    if let amount, amount.minorUnits <= 0 { throw CodingError(.outOfRange, "an amount is positive").inside("amount") }
  }

  private var amount: Money? {
    switch self {
    case .mandate(_, let amount, _), .transfer(_, let amount, _), .capture(_, let amount): amount
    case .take, .revoke, .void: nil
    }
  }
}
