public import SemperCoding
public import SemperModel
public import SemperStatements

/// What a party promises or expects, decidable before commitment and after opening. Computed by one function from the
/// same signed offer on both sides, so that promise and expectation are equal or the exchange is refused.
public enum ItemDescription: Hashable, Sendable {
  /// A signed document, by its digest (purpose `document`).
  case statement(document: Digest)
  /// Exactly this amount, locked at this ledger for this payee.
  case lock(amount: Money, payee: Thumbprint, ledger: Thumbprint)
  /// Data whose salted chunks have this root.
  case data(ContentRoot)

  public var itemClass: ItemClass {
    switch self {
    case .statement: .statement
    case .lock: .lock
    case .data: .data
    }
  }
}

extension ItemDescription: CanonicalValue {
  public var json: JSON {
    switch self {
    case .statement(let document):
      .fields(["class": itemClass.json, "document": document.json])
    case .lock(let amount, let payee, let ledger):
      .fields([
        "amount": amount.json, "class": itemClass.json, "ledger": ledger.json, "payee": payee.json,
      ])
    case .data(let content):
      .fields(["class": itemClass.json, "content": content.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("class", as: ItemClass.self) {
    case .statement: self = .statement(document: try fields.value("document"))
    case .lock:
      self = .lock(
        amount: try fields.value("amount"), payee: try fields.value("payee"),
        ledger: try fields.value("ledger"))
    case .data: self = .data(try fields.value("content"))
    }
    try fields.close()
  }
}
