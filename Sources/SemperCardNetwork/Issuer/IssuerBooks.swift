import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

/// One request on the issuer's books, in one transaction.
struct IssuerBooks {
  /// At most so many ended authorisations are let go with one request.
  static let mostReleased = 100
  let issuer: Issuer
  let name: RequestName
  let type: MessageType
  let now: Timestamp
  let transaction: any RecordTransaction

  func decide(_ request: CardRequest) throws -> CardAnswer {
    switch request {
    case .authorise(let payment): try authorise(payment)
    case .purchase(let payment): try purchase(payment)
    case .credit(let payment, let original): try credit(payment, original)
    case .complete(let payment, let original): try complete(payment, original)
    case .reverse(let citation, let kept): try reverse(citation, kept)
    case .reconcile(let totals): try reconcile(totals)
    case .network: CardAnswer(.approved)
    }
  }

  // MARK: Requests

  private func authorise(_ payment: CardTransaction) throws -> CardAnswer {
    if let refusal = try refusal(payment) { return CardAnswer(refusal) }
    guard let account = try account(of: payment.card) else { return CardAnswer(.invalidCard) }
    let units = payment.amount.minorUnits
    guard try holds(account) >= units else { return CardAnswer(.insufficientFunds) }
    try move(units, .customer(account), .authorisations, .hold, "hold")
    let ends = now.advanced(by: issuer.holdTime)
    try store(IssuerRecord(.authorisation, account: account, units: units, ends: ends), name, type)
    try transaction.set([], for: endKey(ends, name), in: IssuerTables.ends)
    return approved
  }

  private func purchase(_ payment: CardTransaction) throws -> CardAnswer {
    if let refusal = try refusal(payment) { return CardAnswer(refusal) }
    guard let account = try account(of: payment.card) else { return CardAnswer(.invalidCard) }
    let units = payment.amount.minorUnits
    guard try holds(account) >= units else { return CardAnswer(.insufficientFunds) }
    try move(units, .customer(account), .acquirers, .capture, "take")
    try store(IssuerRecord(.purchase, account: account, units: units, period: period()), name, type)
    try count { $0.debits.add(units) }
    return approved
  }

  /// Gives back of what was taken, never more than that.
  private func credit(_ payment: CardTransaction, _ original: RequestName) throws -> CardAnswer {
    if let refusal = try refusal(payment, mayBeBlocked: true) { return CardAnswer(refusal) }
    guard let (key, taken) = try taken(original) else { return CardAnswer(.unknownOriginal) }
    guard try account(of: payment.card) == taken.account else { return CardAnswer(.invalidCard) }
    var record = taken
    let units = payment.amount.minorUnits
    guard !record.isReversed, units <= record.units - record.used, let account = record.account else {
      return CardAnswer(.invalidAmount)
    }
    record.used += units
    try transaction.set(record.canonicalBytes, for: key, in: IssuerTables.records)
    try move(units, .acquirers, .customer(account), .refund, "credit")
    try store(IssuerRecord(.credit, account: account, units: units, original: original, period: period()), name, type)
    try count { $0.credits.add(units) }
    return approved
  }

  private func complete(_ payment: CardTransaction, _ original: RequestName) throws -> CardAnswer {
    guard var record = try self.record(original, .authorisationRequest), record.kind == .authorisation,
      let account = record.account
    else { return CardAnswer(.unknownOriginal) }
    guard try self.account(of: payment.card) == account else { return CardAnswer(.invalidCard) }
    let units = payment.amount.minorUnits
    guard record.used == 0, !record.isReversed else { return CardAnswer(.invalidTransaction) }
    guard payment.amount.currency == issuer.bank.currency, units <= record.units else {
      return CardAnswer(.invalidAmount)
    }
    try move(units, .authorisations, .acquirers, .capture, "complete")
    try move(record.units - units, .authorisations, .customer(account), .void, "rest")
    record.used = units
    record.units = 0
    try store(record, original, .authorisationRequest)
    try store(
      IssuerRecord(.completion, account: account, units: units, original: original, period: period()), name, type)
    try count { $0.debits.add(units) }
    return approved
  }

  /// Undoes a request, or makes sure that it will not count if it still comes.
  private func reverse(_ citation: CardRequest.Citation, _ kept: Money) throws -> CardAnswer {
    guard citation.name.acquirer == name.acquirer else { return CardAnswer(.notPermitted) }
    guard kept.currency == issuer.bank.currency else { return CardAnswer(.invalidAmount) }
    guard var record = try self.record(citation.name, citation.type), let account = record.account else {
      return try forestall(citation)
    }
    // A reversal that came before under another name has done it already.
    guard !record.isReversed else { return approved }
    let units = kept.minorUnits
    switch record.kind {
    case .authorisation:
      guard record.used == 0, units < record.units else { return CardAnswer(.invalidAmount) }
      try move(record.units - units, .authorisations, .customer(account), .void, "reverse")
      record.units = units
      record.isReversed = units == 0
    case .purchase, .completion:
      guard units == 0, record.used == 0 else { return CardAnswer(.invalidAmount) }
      try untake(record, account)
      record.isReversed = true
    case .credit:
      guard units == 0 else { return CardAnswer(.invalidAmount) }
      guard try holds(account) >= record.units else { return CardAnswer(.insufficientFunds) }
      try move(record.units, .customer(account), .acquirers, .void, "reverse")
      let isFresh = try record.period == period()
      try count { $0.undoCredit(record.units, isFresh) }
      if let original = record.original, let (key, taken) = try taken(original) {
        var taken = taken
        taken.used -= record.units
        try transaction.set(taken.canonicalBytes, for: key, in: IssuerTables.records)
      }
      record.isReversed = true
    case .neverCame: return approved
    }
    try store(record, citation.name, citation.type)
    return approved
  }

  /// Money of an authorisation that still holds goes back under it, all other money to the account.
  private func untake(_ record: IssuerRecord, _ account: Thumbprint) throws {
    let isFresh = try record.period == period()
    try count { $0.undoDebit(record.units, isFresh) }
    guard let original = record.original, var held = try self.record(original, .authorisationRequest),
      let ends = held.ends, ends >= now
    else { return try move(record.units, .acquirers, .customer(account), .void, "reverse") }
    try move(record.units, .acquirers, .authorisations, .void, "reverse")
    held.used = 0
    held.units = record.units
    try store(held, original, .authorisationRequest)
    try transaction.set([], for: endKey(ends, original), in: IssuerTables.ends)
  }

  private func forestall(_ citation: CardRequest.Citation) throws -> CardAnswer {
    let key = IssuerTables.key(citation.name, citation.type)
    // What was refused holds nothing, and needs no undoing.
    if try transaction.value(key, in: IssuerTables.answers) == nil {
      try store(IssuerRecord(.neverCame, account: nil, units: 0), citation.name, citation.type)
      // No request has this digest, so whatever comes under the name is a duplicate.
      _ = try transaction.insert(
        [UInt8](repeating: 0, count: Digest.size), for: key, in: IssuerTables.answers)
    }
    return approved
  }

  /// Settles when both count the same.
  private func reconcile(_ totals: CardTotals) throws -> CardAnswer {
    let own = try self.totals()
    guard own == totals, let settlement = issuer.acquirers[name.acquirer],
      try own.net >= 0 || holds(settlement) >= -own.net
    else { return CardAnswer(.outOfBalance, totals: own) }
    try move(own.net, .acquirers, .customer(settlement), .clear, "settle")
    try store(CardTotals(own.currency))
    try endPeriod()
    return CardAnswer(.approved, totals: own)
  }
}
