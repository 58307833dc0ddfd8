import SemperCoding
import SemperCredentials
import SemperCryptography
public import SemperModel
import SemperPayments
import SemperStatements

/// Whether a commitment locks what the terms describe (`verifyLock`). One pure function over signed receipts, run by the
/// peer before it binds itself and by the arbiter before it resolves: if the two ever judged differently, fairness would
/// be gone. It asks nobody.
public enum CommitmentCheck {
  /// Refuses with `notAsOffered` when the descriptions are not those that the terms commit to.
  public static func check(_ items: [DescribedItem], describe terms: ExchangeTerms) throws(Refusal) {
    let committed = terms.body.originatorItems + terms.body.responderItems
    guard items.map(\.commitment) == committed else {
      throw Refusal(.notAsOffered, blame: .peer, "the item descriptions are not those of the exchange terms")
    }
  }

  /// Refuses with `lockInvalid`, naming the item, or with the refusal of a signature inside. `items` must already fit
  /// the terms.
  public static func check(
    _ commitment: Commitment, of role: ExchangeRole, in terms: ExchangeTerms, items: [DescribedItem]
  ) throws(Refusal) {
    try check(commitment.locked, of: role, in: terms, items: items)
  }

  /// The same for the locked items alone.
  static func check(
    _ locked: [LockedItem], of role: ExchangeRole, in terms: ExchangeTerms, items: [DescribedItem]
  ) throws(Refusal) {
    let described =
      switch role {
      case .originator: items.prefix(terms.body.originatorItems.count)
      case .responder: items.suffix(terms.body.responderItems.count)
      }
    guard locked.map(\.path) == described.map(\.path) else {
      throw Refusal(.lockInvalid, blame: .peer, "the locked items are not those of the exchange terms")
    }
    for (locked, item) in zip(locked, described) {
      try check(locked, against: item, by: role, in: terms)
    }
  }

  private static func check(
    _ locked: LockedItem, against item: DescribedItem, by role: ExchangeRole, in terms: ExchangeTerms
  ) throws(Refusal) {
    switch (locked.form, item.description) {
    case (.statement(let signed), .statement(let document)):
      try check(signed, of: terms.thumbprint(of: role), document: document, item, in: terms)
    case (.statement(let signed), .certificate(let document, let issuer)):
      try check(signed, of: issuer, document: document, item, in: terms)
    case (.credential(let signed, let status), .credential(let document, let issuer, let registry)):
      try check(signed, of: issuer, document: document, item, in: terms)
      try check(status, by: registry, of: issuer, document: document, item, in: terms)
    case (.lock(let signed), .lock(let amount, let payee, let ledger)):
      try check(signed, LockedMoney(amount, payee, ledger, rule: terms.body.lockRule(of: role), nil), item, in: terms)
    case (.lock(let signed), .bond(let amount, let payee, let ledger)):
      try check(signed, LockedMoney(amount, payee, ledger, rule: .bond, nil), item, in: terms)
    case (.reversibleLock(let signed), .reversibleLock(let amount, let payee, let ledger, let settlement)):
      try check(signed, LockedMoney(amount, payee, ledger, rule: .payment, settlement), item, in: terms)
    case (.mail(let data), .mail(let length)): try data.check(length: length)
    case (.checkedData(let data), .checkedData(let content)), (.data(let data), .data(let content)):
      try data.check(against: content)
    case (.statement, _), (.credential, _), (.lock, _), (.reversibleLock, _), (.mail, _), (.checkedData, _), (.data, _):
      throw Refusal(.lockInvalid, blame: .peer, "the item at \(item.path) is locked as another class")
    }
  }

  private static func check(
    _ signed: SignedStatement, of signer: Thumbprint, document: Digest, _ item: DescribedItem,
    in terms: ExchangeTerms
  ) throws(Refusal) {
    let conditional = try VerifiedStatement<ConditionalStatement>(verifying: signed, keys: terms.keys).content
    try require(conditional.signer == signer, item, "it is signed by somebody else")
    try require(conditional.exchange == terms.id, item, "it belongs to another exchange")
    try require(conditional.path == item.path, item, "it names another place")
    try require(conditional.document == document, item, "it is about another document")
    guard let der = conditional.certificate, let issuer = terms.keys[signer] else { return }
    let certificate = try ConditionalCertificate(der: der.bytes)
    try certificate.check(issuer: issuer)
    try require(certificate.content.documentDigest == document, item, "its certificate says something else")
    try require(
      certificate.condition
        == CertificateCondition(
          exchange: terms.id, opening: conditional.opening, arbiter: terms.header.arbiter.key),
      item, "its certificate counts under another condition")
  }

  private static func check(
    _ signed: SignedStatement, by registry: Thumbprint, of issuer: Thumbprint, document: Digest,
    _ item: DescribedItem, in terms: ExchangeTerms
  ) throws(Refusal) {
    let receipt = try VerifiedStatement<StatusReceipt>(verifying: signed, keys: terms.keys).content
    try require(receipt.registry == registry, item, "another registry keeps its status")
    try require(
      receipt.terms
        == StatusTerms(
          exchange: terms.id, path: item.path, credential: document, issuer: issuer,
          arbiter: terms.header.arbiter.key.thumbprint), item, "its status is kept under other terms")
  }

  private static func check(
    _ signed: SignedStatement, _ money: LockedMoney, _ item: DescribedItem, in terms: ExchangeTerms
  ) throws(Refusal) {
    let receipt = try VerifiedStatement<LockReceipt>(verifying: signed, keys: terms.keys).content
    let lock = receipt.terms
    try require(receipt.ledger == money.ledger, item, "another ledger has signed it")
    try require(lock.exchange == terms.id, item, "it belongs to another exchange")
    try require(lock.path == item.path, item, "it names another place")
    try require(lock.amount == money.amount, item, "it holds \(lock.amount) where \(money.amount) are due")
    try require(lock.payee == money.payee, item, "it pays somebody else")
    try require(lock.arbiter == terms.header.arbiter.key.thumbprint, item, "it obeys another arbiter")
    try require(lock.rule == money.rule, item, "it moves by the rule of a \(lock.rule.rawValue)")
    try require(lock.settlement == money.settlement, item, "a claim becomes final after another time")
  }

  private static func require(
    _ condition: Bool, _ item: DescribedItem, _ otherwise: String
  ) throws(Refusal) {
    guard condition else {
      throw Refusal(.lockInvalid, blame: .peer, "the locked item at \(item.path) does not count: \(otherwise)")
    }
  }
}

/// What a lock receipt must say.
private struct LockedMoney {
  let amount: Money
  let payee: Thumbprint
  let ledger: Thumbprint
  let rule: LockRule
  let settlement: Span?

  init(_ amount: Money, _ payee: Thumbprint, _ ledger: Thumbprint, rule: LockRule, _ settlement: Span?) {
    self.amount = amount
    self.payee = payee
    self.ledger = ledger
    self.rule = rule
    self.settlement = settlement
  }
}
