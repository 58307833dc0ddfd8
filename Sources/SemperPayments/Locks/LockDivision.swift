public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payer of a lock agrees that its payee takes so much of it and that the rest comes back: the payer's half of the way
/// out when the arbiter is gone. The payee gives the other half by bringing this to the ledger, signed into its own request.
///
/// It moves nothing by itself, and after `until` the ledger takes it no more, so that a payer whose proposal was not
/// answered is free again. The ledger's outcome names `agreement`, so that what becomes of the other items of the
/// exchange and what becomes of the money are one thing.
public struct LockDivision: StatementContent {
  public static let kind = StatementKind.lockDivision

  public let terms: LockTerms
  /// The ledger that holds the lock.
  public let ledger: Thumbprint
  /// The payee's part, from nothing to all.
  public let paid: Money
  /// What both parties agree on about the whole exchange, under `DigestPurpose.settlement`.
  public let agreement: Digest
  public let until: Timestamp
  /// The lock that ends together with this one: without its ledger's `LockFreeze` nothing is divided.
  public let joined: JoinedLock?
  /// The key that the lock names for refunds.
  public let refund: PublicKey

  public init(
    terms: LockTerms, ledger: Thumbprint, paid: Money, agreement: Digest, until: Timestamp,
    joined: JoinedLock? = nil, refund: PublicKey
  ) {
    self.terms = terms
    self.ledger = ledger
    self.paid = paid
    self.agreement = agreement
    self.until = until
    self.joined = joined
    self.refund = refund
  }

  public var signers: [Thumbprint] { [refund.thumbprint] }
  public var introducedKeys: [PublicKey] { [refund] }
  public var json: JSON {
    .fields([
      "agreement": agreement.json, "joined": joined?.json, "ledger": ledger.json, "paid": paid.json,
      "refund": refund.json, "terms": terms.json, "until": until.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    joined = try fields.optional("joined")
    ledger = try fields.value("ledger")
    paid = try fields.value("paid")
    refund = try fields.value("refund")
    terms = try fields.value("terms")
    until = try fields.value("until")
    try fields.close()
  }

  /// The division that a ledger has to carry out, verified: signed by the key that the lock names for refunds, meant for
  /// this ledger, not too late, no more than the lock holds, and only where a lock that it names stands still for it.
  ///
  /// - Parameter freeze: the other ledger's word, where the division names a lock of its own beside this one.
  ///
  /// Refuses with `wrongSigner`, `badSignature`, `expired`, `amountMismatch` or `lockInvalid`.
  public init(
    verifying signed: SignedStatement, beside freeze: SignedStatement? = nil, at ledger: Thumbprint, now: Timestamp
  ) throws(Refusal) {
    let division = try VerifiedStatement<LockDivision>(verifying: signed, keys: KeySet()).content
    guard division.refund.thumbprint == division.terms.refund else {
      throw Refusal(.wrongSigner, blame: .peer, "a division is signed by the key that the lock names for refunds")
    }
    guard division.ledger == ledger else {
      throw Refusal(.wrongSigner, blame: .peer, "the division is meant for another ledger")
    }
    guard now <= division.until else {
      throw Refusal(.expired, blame: .peer, "the payer's agreement ended at \(division.until); ask for a new one")
    }
    guard division.paid.currency == division.terms.amount.currency,
      (0...division.terms.amount.minorUnits).contains(division.paid.minorUnits)
    else {
      throw Refusal(.amountMismatch, blame: .peer, "the payee's part is from nothing to all that the lock holds")
    }
    try division.requireJoined(freeze)
    self = division
  }

  private func requireJoined(_ freeze: SignedStatement?) throws(Refusal) {
    guard let joined else {
      guard freeze == nil else {
        throw Refusal(.lockInvalid, blame: .peer, "this division waits for no other lock")
      }
      return
    }
    guard let freeze else {
      throw Refusal(.lockInvalid, blame: .peer, "the other ledger's word that its lock stands still is missing")
    }
    let word = try VerifiedStatement<LockFreeze>(verifying: freeze, keys: KeySet([joined.ledger])).content
    guard word.ledger == joined.ledger.thumbprint, word.terms == joined.terms, word.paid == joined.paid,
      word.agreement == agreement, word.until == until, word.decider == terms, word.decidingLedger == ledger
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the other lock does not stand still for this division")
    }
  }
}
