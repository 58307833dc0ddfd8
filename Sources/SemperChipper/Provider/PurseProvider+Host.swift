import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
public import SemperModel
import SemperPayments

extension PurseProvider {
  private enum Decision {
    case go
    case refused(Refusal)
  }

  /// Says “go” for a load or unload with S2. A load's money leaves the owner's account before that; an unload's comes to it when
  /// the purse has told. The same offer again gets the same answer.
  public func order(_ offer: PurseOffer, now: Timestamp) async throws -> Seal {
    guard offer.terms.kind.isOnline else {
      throw Refusal(.malformed, blame: .peer, "the purse's offer is not for this host")
    }
    return try await order(offer, under: nil, now)
  }

  func order(_ offer: PurseOffer, under lock: LockTerms?, _ now: Timestamp) async throws -> Seal {
    let terms = offer.terms
    guard terms.terminal == number, terms.amount > 0 else {
      throw Refusal(.malformed, blame: .peer, "the purse's offer is not for this host")
    }
    let key = try session(terms, version: offer.keyVersion)
    guard offer.seal == key.offer(terms, balance: offer.balance) else {
      throw Refusal(.badSignature, blame: .peer, "the purse's seal is wrong: the card is not genuine")
    }
    switch try await records.transact({ try decide(offer, under: lock, now, $0) }) {
    case .go: return key.order(terms, amount: terms.amount)
    case .refused(let refusal): throw refusal
    }
  }

  private func session(_ terms: TransactionTerms, version: UInt8) throws -> SessionKey {
    try keys.cardKey(terms.kind.isOnline ? .load : .purchase, of: terms.purse, version: version)
      .session(terms.number)
  }

  /// What is noticed of a forged card lasts, although the offer is refused.
  private func decide(
    _ offer: PurseOffer, under lock: LockTerms?, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> Decision {
    let terms = offer.terms
    guard var account = try transaction.value(PurseAccount.self, terms.purse.bytes, in: ProviderTables.purses) else {
      try transaction.raise(PurseAlarm(.unknownPurse, purse: terms.purse, number: terms.number, time: now))
      return .refused(Refusal(.untrusted, blame: .peer, "no purse \(terms.purse) was issued"))
    }
    guard !account.isBlocked else {
      return .refused(Refusal(.untrusted, blame: .peer, "the purse is blocked; ask its provider"))
    }
    let key = HostOrder.key(terms.purse, terms.number)
    if let known = try transaction.value(HostOrder.self, key, in: ProviderTables.orders) {
      guard known.offer == offer, known.lock == lock else {
        try transaction.raise(PurseAlarm(.repeatedNumber, purse: terms.purse, number: terms.number, time: now))
        return .refused(Refusal(.idReused, blame: .peer, "the purse has used its number for something else"))
      }
      return .go
    }
    guard terms.number > account.lastNumber else {
      return .refused(Refusal(.idReused, blame: .peer, "the purse's number is older than its last one; begin again"))
    }
    guard Int64(offer.balance) <= account.shadow else {
      try transaction.raise(PurseAlarm(.balanceAboveShadow, purse: terms.purse, number: terms.number, time: now))
      return .refused(Refusal(.untrusted, blame: .peer, "the purse holds more than was loaded; it is blocked now"))
    }
    if let lock, let refusal = try reserve(lock, for: key, transaction) { return .refused(refusal) }
    let order = HostOrder(offer: offer, lock: lock, time: now)
    if terms.kind == .load {
      try post(order, .load, owner: account.owner, units: -Int64(terms.amount), transaction)
      account.shadow += Int64(terms.amount)
    }
    account.lastNumber = terms.number
    try transaction.change(account, for: terms.purse.bytes, in: ProviderTables.purses)
    try transaction.change(order, for: key, in: ProviderTables.orders)
    try transaction.set([], for: key, in: ProviderTables.open)
    return .go
  }

  /// Takes the purse's word about a load or unload, S3, and settles it. Again, it changes nothing.
  public func complete(_ completion: PurseCompletion, now: Timestamp) async throws {
    let (purse, number) = (completion.purse, completion.number)
    let key = HostOrder.key(purse, number)
    let stored = try await records.read { try $0.value(HostOrder.self, key, in: ProviderTables.orders) }
    guard let order = stored else {
      throw Refusal(.notFound, blame: .peer, "the host has ordered nothing under this number")
    }
    let terms = order.offer.terms
    let nothing = completion.amount == 0
    let seal = try session(terms, version: order.offer.keyVersion).completion(
      terms.kind, purse: purse, number: number, amount: completion.amount, balance: completion.balance,
      reference: nothing ? .zero : terms.reference, terminal: nothing ? CardNumber(0) : terms.terminal)
    guard seal == completion.seal else {
      throw Refusal(.badSignature, blame: .peer, "the purse's seal is wrong: the card is not genuine")
    }
    let after = terms.kind == .load ? order.offer.balance &+ terms.amount : order.offer.balance &- terms.amount
    guard nothing || completion.amount == terms.amount && completion.balance == after else {
      throw Refusal(.amountMismatch, blame: .peer, "the purse has moved another amount than it was told")
    }
    let refusal = try await records.transact {
      try settle(key, nothing ? .undone : .done, now, $0)
    }
    if let refusal { throw refusal }
  }

  private func settle(
    _ key: [UInt8], _ outcome: HostOrder.Outcome, _ now: Timestamp, _ transaction: any RecordTransaction
  ) throws -> Refusal? {
    guard var order = try transaction.value(HostOrder.self, key, in: ProviderTables.orders) else {
      throw ArchiveError(.corrupt, "an order has gone; run the audit")
    }
    let terms = order.offer.terms
    guard order.outcome == .open else {
      guard order.outcome != outcome else { return nil }
      try transaction.raise(PurseAlarm(.contradiction, purse: terms.purse, number: terms.number, time: now))
      return Refusal(.badSignature, blame: .peer, "the purse has said something else about this number; it is blocked")
    }
    guard var account = try transaction.value(PurseAccount.self, terms.purse.bytes, in: ProviderTables.purses) else {
      throw ArchiveError(.corrupt, "a purse's account has gone; run the audit")
    }
    switch (terms.kind == .load, outcome) {
    case (true, .undone), (false, .done):
      let units = Int64(terms.amount)
      guard account.shadow >= units else {
        try transaction.raise(PurseAlarm(.overspent, purse: terms.purse, number: terms.number, time: now))
        return Refusal(.untrusted, blame: .peer, "the purse has spent what it gives back; it is blocked now")
      }
      let isLocked = try order.lock.map { try put($0, of: account.owner, now, transaction) } ?? false
      if !isLocked {
        try post(order, outcome == .done ? .unload : .reverse, owner: account.owner, units: units, transaction)
      }
      account.shadow -= units
    case (true, _): break
    case (false, _):
      if let lock = order.lock {
        try transaction.remove(HostOrder.reference(lock).bytes, in: ProviderTables.locks)
      }
    }
    order.outcome = outcome
    try transaction.change(account, for: terms.purse.bytes, in: ProviderTables.purses)
    try transaction.change(order, for: key, in: ProviderTables.orders)
    try transaction.remove(key, in: ProviderTables.open)
    return nil
  }

  /// Moves units from purses to the owner; below zero the other way.
  private func post(
    _ order: HostOrder, _ purpose: LedgerPosting.Purpose, owner: Thumbprint, units: Int64,
    _ transaction: any RecordTransaction
  ) throws {
    let operation = purpose == .reverse ? HostOrder.operation(order.offer, "reverse") : order.operation
    let posting = LedgerPosting(
      operation: operation, purpose: purpose, currency: bank.currency,
      lines: [LedgerLine(.purses, -units), LedgerLine(.customer(owner), units)], time: order.time)
    try Ledger.post(posting, transaction)
  }
}
