public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments
import SemperStatements

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
  /// Until when data of any size may be on its way; without it, patience is for data too.
  public let dataUntil: Timestamp?

  public init(
    terms: ExchangeTerms, items: [DescribedItem], role: ExchangeRole, secret: OpeningSecret,
    reply: SealingPublicKey, patience: Span, dataUntil: Timestamp? = nil
  ) {
    self.terms = terms
    self.items = items
    self.role = role
    self.secret = secret
    self.reply = reply
    self.patience = Self.patience(patience, in: terms)
    self.dataUntil = dataUntil
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

  /// Until when we wait for the responder to have the originator's data. A responder that gives data too could have the
  /// arbiter resolve meanwhile, and the window to complain about that data would pass: then patience has to do.
  func limitForData(from now: Timestamp) -> Timestamp {
    let patient = now.advanced(by: patience)
    guard let dataUntil, hasData(of: .originator), !hasData(of: .responder) else { return patient }
    return max(patient, dataUntil)
  }

  /// When the arbiter is asked once more: when its window ends, or sooner, since the peer may accept early. Where the window is over by
  /// our clock and not by the arbiter's, we wait too and do not ask without a pause.
  func whenToAsk(after decision: ArbiterDecision, at now: Timestamp) -> Timestamp {
    let later = now.advanced(by: patience)
    guard let closes = decision.closes, now < closes else { return later }
    return min(closes, later)
  }

  /// Until when we wait for the originator to commit: patience, and the time that it takes to seal its data first.
  func limitForCommitment(from now: Timestamp) -> Timestamp {
    guard dataUntil != nil else { return now.advanced(by: patience) }
    let bytes = items(of: .originator).reduce(0 as Int64) { $0 + ($1.description.content?.length ?? 0) }
    return now.advanced(by: Span(seconds: patience.seconds + bytes / Self.slowestSealing))
  }

  /// Bytes a second that a slow disk and processor still read and seal.
  private static var slowestSealing: Int64 { 10_000_000 }

  private func hasData(of role: ExchangeRole) -> Bool { terms.body.items(of: role).contains(where: \.itemClass.isData) }

  func has(_ itemClass: ItemClass, of role: ExchangeRole) -> Bool {
    terms.body.items(of: role).contains { $0.itemClass == itemClass }
  }

  public var json: JSON {
    .fields([
      "dataUntil": dataUntil?.json, "items": items.json, "patience": patience.json, "reply": reply.json,
      "role": role.json,
      "secret": secret.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      terms: fields.value("terms"), items: fields.value("items"), role: fields.value("role"),
      secret: fields.value("secret"), reply: fields.value("reply"), patience: fields.value("patience"),
      dataUntil: fields.optional("dataUntil"))
    try fields.close()
  }
}
