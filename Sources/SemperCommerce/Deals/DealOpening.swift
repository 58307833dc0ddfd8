public import SemperCoding
public import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperTerms

/// How a deal begins for one side: the terms and the offer it is pinned to for ever, and all the randomness this side
/// will use in it, journalled before any of it is used.
public struct DealOpening: Hashable, Sendable, CanonicalValue {
  public let side: DealSide
  public let deal: ID<Deal>
  public let terms: SignedStatement
  public let offer: SignedStatement
  /// Our key in this deal: fresh for a buyer, certified for a seller.
  public let key: PublicKey
  public let nonce: Nonce
  public let secret: OpeningSecret
  /// Signs refunds of what we lock.
  public let refund: Thumbprint
  /// Where the arbiter may seal the peer's opening to us.
  public let reply: SealingPublicKey
  /// How long we wait for the peer before we act alone.
  public let patience: Span
  /// When this side began, from which the longest duration of the terms counts. Journals from before that limit and the
  /// expiry of offer and order were looked at before signing have none, and their deals go on as they began.
  public let opened: Timestamp?
  /// Which edition of the rules on waiting this side began under, so that a journal replays as it was lived. Edition 1:
  /// data may be on its way for as long as the state of the terms lasts, and a seller waits for a countersignature only as
  /// long as its patience. Journals from before have none: there patience is for data, and the state for the countersignature.
  public let edition: Int?
  /// What the owner of this side wants of the offer's goods, as bounds; `nil` for whatever the offer describes. It is looked at before
  /// anything is ordered, and once more when the goods are here.
  public let expects: ItemExpectation?
  /// How we as buyer pay, if the managers have agreed on that; a seller learns it from the order.
  public let payment: DealPayment?
  /// What we as buyer show in the order, since the terms ask for it.
  public let shown: [ShownCredential]
  public static let edition = 1

  public init(
    side: DealSide, deal: ID<Deal>, terms: SignedStatement, offer: SignedStatement, key: PublicKey,
    nonce: Nonce, secret: OpeningSecret, refund: Thumbprint, reply: SealingPublicKey, patience: Span,
    opened: Timestamp?,
    edition: Int? = Self.edition, expects: ItemExpectation? = nil, payment: DealPayment? = nil,
    shown: [ShownCredential] = []
  ) {
    self.side = side
    self.deal = deal
    self.terms = terms
    self.offer = offer
    self.key = key
    self.nonce = nonce
    self.secret = secret
    self.refund = refund
    self.reply = reply
    self.patience = patience
    self.opened = opened
    self.edition = edition
    self.expects = expects
    self.payment = payment
    self.shown = shown
  }

  public var json: JSON {
    .fields([
      "deal": deal.json, "edition": edition?.json, "expects": expects?.json, "key": key.json, "nonce": nonce.json,
      "offer": offer.json, "opened": opened?.json, "payment": payment?.json,
      "patience": patience.json, "refund": refund.json, "reply": reply.json, "secret": secret.json,
      "shown": shown.isEmpty ? nil : shown.json, "side": side.json, "terms": terms.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    deal = try fields.value("deal")
    edition = try fields.optional("edition")
    expects = try fields.optional("expects")
    key = try fields.value("key")
    nonce = try fields.value("nonce")
    offer = try fields.value("offer")
    opened = try fields.optional("opened")
    patience = try fields.value("patience")
    payment = try fields.optional("payment")
    refund = try fields.value("refund")
    reply = try fields.value("reply")
    secret = try fields.value("secret")
    side = try fields.value("side")
    terms = try fields.value("terms")
    shown = try ShownCredential.all(&fields)
    try fields.close()
    guard edition == nil || edition == Self.edition else {
      throw CodingError(.outOfRange, "a deal of a later edition is not known here").inside("edition")
    }
  }
}
