public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What one party knows of an exchange before its first move; journalled before anything is used (rule J1).
public struct ExchangeSide: Hashable, Sendable, CanonicalValue {
  public let terms: ExchangeTerms
  /// The originator's items, then the responder's.
  public let items: [DescribedItem]
  public let role: ExchangeRole
  public let secret: OpeningSecret
  /// Where the arbiter may seal the peer's opening to us.
  public let reply: SealingPublicKey
  /// How long we wait for the peer before we act alone. Never more than half of the complaint window, because a party
  /// must come to the arbiter once in each window (level SW).
  public let patience: Span

  public init(
    terms: ExchangeTerms, items: [DescribedItem], role: ExchangeRole, secret: OpeningSecret,
    reply: SealingPublicKey, patience: Span
  ) {
    self.terms = terms
    self.items = items
    self.role = role
    self.secret = secret
    self.reply = reply
    self.patience = Self.patience(patience, in: terms)
  }

  private static func patience(_ wanted: Span, in terms: ExchangeTerms) -> Span {
    switch terms.body.level {
    case .strong, .incremental, .evidence: wanted
    case .strongWithWindow, .compensated: min(wanted, Span(seconds: terms.body.window.seconds / 2))
    }
  }

  public var party: Thumbprint { terms.thumbprint(of: role) }

  /// Our items or the peer's, with their descriptions.
  public func items(of role: ExchangeRole) -> [DescribedItem] {
    switch role {
    case .originator: Array(items.prefix(terms.body.originatorItems.count))
    case .responder: Array(items.suffix(terms.body.responderItems.count))
    }
  }

  func has(_ itemClass: ItemClass, of role: ExchangeRole) -> Bool {
    terms.body.items(of: role).contains { $0.itemClass == itemClass }
  }

  public var json: JSON {
    .fields([
      "items": items.json, "patience": patience.json, "reply": reply.json, "role": role.json,
      "secret": secret.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      terms: fields.value("terms"), items: fields.value("items"), role: fields.value("role"),
      secret: fields.value("secret"), reply: fields.value("reply"), patience: fields.value("patience"))
    try fields.close()
  }
}
