public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The payee of a lock agrees that the lock stands still until another ledger has decided: the one that holds the lock of
/// the payee's own, which both have agreed to divide. The lock's payer gives the other half by bringing this to its ledger.
///
/// It moves nothing by itself. Afterwards the lock obeys the deciding ledger's word and nothing else: where that has divided its
/// own lock under the agreement, this one is paid as it says here; where it says that it never will, this one stands as
/// before.
public struct LockPledge: StatementContent {
  public static let kind = StatementKind.lockPledge

  public let terms: LockTerms
  /// The ledger that holds the lock.
  public let ledger: Thumbprint
  /// The payee's part: nothing or all, so that neither has to wait for the other to take its own.
  public let paid: Money
  /// What both parties agree on about the whole exchange, under `DigestPurpose.settlement`.
  public let agreement: Digest
  /// After it the ledger freezes nothing any more, and the deciding one divides nothing.
  public let until: Timestamp
  /// The lock that decides.
  public let decider: JoinedLock
  /// The key that the lock names as payee.
  public let payee: PublicKey

  public init(
    terms: LockTerms, ledger: Thumbprint, paid: Money, agreement: Digest, until: Timestamp, decider: JoinedLock,
    payee: PublicKey
  ) {
    self.terms = terms
    self.ledger = ledger
    self.paid = paid
    self.agreement = agreement
    self.until = until
    self.decider = decider
    self.payee = payee
  }

  public var signers: [Thumbprint] { [payee.thumbprint] }
  public var introducedKeys: [PublicKey] { [payee] }
  public var json: JSON {
    .fields([
      "agreement": agreement.json, "decider": decider.json, "ledger": ledger.json, "paid": paid.json,
      "payee": payee.json, "terms": terms.json, "until": until.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    agreement = try fields.value("agreement")
    decider = try fields.value("decider")
    ledger = try fields.value("ledger")
    paid = try fields.value("paid")
    payee = try fields.value("payee")
    terms = try fields.value("terms")
    until = try fields.value("until")
    try fields.close()
  }

  /// The pledge as the ledger that holds the lock takes it.
  ///
  /// Refuses with `wrongSigner` one that the lock's payee has not signed, or that is meant for another ledger, with
  /// `amountMismatch` one that pays a part, and with `lockInvalid` a lock that decides on itself.
  public init(verifying signed: SignedStatement, at ledger: Thumbprint) throws(Refusal) {
    let pledge = try VerifiedStatement<LockPledge>(verifying: signed, keys: KeySet()).content
    guard pledge.payee.thumbprint == pledge.terms.payee else {
      throw Refusal(.wrongSigner, blame: .peer, "a pledge is signed by the key that the lock names as payee")
    }
    guard pledge.ledger == ledger else {
      throw Refusal(.wrongSigner, blame: .peer, "the pledge is meant for another ledger")
    }
    guard pledge.paid == pledge.terms.amount || pledge.paid == .zero(pledge.terms.amount.currency) else {
      throw Refusal(.amountMismatch, blame: .peer, "of a lock that follows another, nothing or all is paid")
    }
    guard pledge.decider.terms != pledge.terms || pledge.decider.ledger.thumbprint != ledger else {
      throw Refusal(.lockInvalid, blame: .peer, "a lock cannot wait for itself")
    }
    self = pledge
  }

  /// What the deciding ledger has said about a frozen lock.
  public enum Verdict: Sendable {
    /// Its own lock is divided as agreed: this one is paid.
    case divided
    /// It will never be: this one stands as before.
    case free
  }

  /// Refuses with `wrongSigner` or `badSignature` a word that is not the deciding ledger's, and with `lockInvalid` one about
  /// another lock, or of a time before this pledge's is over.
  public func verdict(_ word: SignedStatement) throws(Refusal) -> Verdict {
    let (keys, name) = (KeySet([decider.ledger]), decider.ledger.thumbprint)
    if word.kind == .lockLapse {
      let lapse = try VerifiedStatement<LockLapse>(verifying: word, keys: keys).content
      guard lapse.ledger == name, lapse.terms == decider.terms, lapse.until >= until else {
        throw Refusal(.lockInvalid, blame: .peer, "the word is about another lock, or of an earlier time")
      }
      return .free
    }
    let outcome = try VerifiedStatement<LockOutcome>(verifying: word, keys: keys).content
    guard outcome.ledger == name, outcome.terms == decider.terms, !outcome.isSealed else {
      throw Refusal(.lockInvalid, blame: .peer, "the word is about another lock than the one that decides")
    }
    return outcome.ending == .settled && outcome.agreement == agreement ? .divided : .free
  }
}
