public import SemperCoding
public import SemperCryptography
public import SemperModel
public import SemperStatements

/// What a leaf of a container holds (paper II.A): a payment, a credential, or a statement in the widest sense.
public enum ContainerItem: Hashable, Sendable {
  case payment(PaymentItem)
  case credential(CredentialItem)
  /// A signed statement of any kind. The container vouches for none of its signatures.
  case statement(SignedStatement)
  /// Data small enough to travel inside.
  case data(DataItem)
  /// Data of any size, named by its root. It travels beside the container.
  case content(ContentRoot)
  /// Something that an exchange brings beside the container, such as a party's own word, a credential that an issuer issues
  /// for it, or a bond: by its description.
  case described(ItemDescription)

  /// The keys that this item ties to a person: signers, holder, payee.
  public var namedKeys: [Thumbprint] {
    switch self {
    case .payment(let payment): [payment.payee]
    case .credential(let credential): credential.holder.map { [$0] } ?? []
    case .statement(let statement): statement.signers + statement.signatures.map(\.header.kid)
    case .described(let description): description.payee.map { [$0] } ?? []
    case .data, .content: []
    }
  }
}

extension ContainerItem: CanonicalValue {
  private enum Kind: String, CanonicalValue { case payment, credential, statement, data, content, described }

  private var kind: Kind {
    switch self {
    case .payment: .payment
    case .credential: .credential
    case .statement: .statement
    case .data: .data
    case .content: .content
    case .described: .described
    }
  }

  public var json: JSON {
    let value: JSON =
      switch self {
      case .payment(let item): item.json
      case .credential(let item): item.json
      case .statement(let item): item.json
      case .data(let item): item.json
      case .content(let item): item.json
      case .described(let item): item.json
      }
    return .fields(["type": kind.json, "value": value])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("type", as: Kind.self) {
    case .payment: self = .payment(try fields.value("value"))
    case .credential: self = .credential(try fields.value("value"))
    case .statement: self = .statement(try fields.value("value"))
    case .data: self = .data(try fields.value("value"))
    case .content: self = .content(try fields.value("value"))
    case .described: self = .described(try fields.value("value"))
    }
    try fields.close()
  }
}
