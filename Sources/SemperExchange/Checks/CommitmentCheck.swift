import SemperCoding
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
    let described =
      switch role {
      case .originator: items.prefix(terms.body.originatorItems.count)
      case .responder: items.suffix(terms.body.responderItems.count)
      }
    guard commitment.locked.map(\.path) == described.map(\.path) else {
      throw Refusal(.lockInvalid, blame: .peer, "the locked items are not those of the exchange terms")
    }
    for (locked, item) in zip(commitment.locked, described) {
      try check(locked, against: item, by: role, in: terms)
    }
  }

  private static func check(
    _ locked: LockedItem, against item: DescribedItem, by role: ExchangeRole, in terms: ExchangeTerms
  ) throws(Refusal) {
    switch (locked.form, item.description) {
    case (.statement(let signed), .statement(let document)):
      let conditional = try VerifiedStatement<ConditionalStatement>(verifying: signed, keys: terms.keys).content
      try require(conditional.signer == terms.thumbprint(of: role), item, "it is signed by somebody else")
      try require(conditional.exchange == terms.id, item, "it belongs to another exchange")
      try require(conditional.path == item.path, item, "it names another place")
      try require(conditional.document == document, item, "it is about another document")
    case (.lock(let signed), .lock(let amount, let payee, let ledger)):
      let receipt = try VerifiedStatement<LockReceipt>(verifying: signed, keys: terms.keys).content
      let lock = receipt.terms
      try require(receipt.ledger == ledger, item, "another ledger has signed it")
      try require(lock.exchange == terms.id, item, "it belongs to another exchange")
      try require(lock.path == item.path, item, "it names another place")
      try require(lock.amount == amount, item, "it holds \(lock.amount) where \(amount) are due")
      try require(lock.payee == payee, item, "it pays somebody else")
      try require(
        lock.arbiter == terms.header.arbiter.key.thumbprint, item, "it obeys another arbiter")
    case (.data(let data), .data(let content)):
      try data.check(against: content)
    case (.statement, _), (.lock, _), (.data, _):
      throw Refusal(.lockInvalid, blame: .peer, "the item at \(item.path) is locked as another class")
    }
  }

  private static func require(
    _ condition: Bool, _ item: DescribedItem, _ otherwise: String
  ) throws(Refusal) {
    guard condition else {
      throw Refusal(.lockInvalid, blame: .peer, "the locked item at \(item.path) does not count: \(otherwise)")
    }
  }
}
