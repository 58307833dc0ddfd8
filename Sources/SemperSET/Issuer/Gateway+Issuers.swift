import SemperArchive
import SemperBank
import SemperCoding
import SemperModel

/// What is asked of the issuer of another bank's card: everything that the own books allow, before they change. Steps of questions
/// begin at 100, above those of postings.
extension Gateway {
  /// Whether the issuer approves a payment. What is captured at once, and what an exchange locks, the issuer gives at once, since
  /// its holds end by time and locks do not.
  func ask(
    _ checked: GatewayChecks.CheckedPurchase, of record: inout ApprovalRecord, _ xid: XID, captureNow: Bool,
    _ books: GatewayBooks
  ) throws -> Bool {
    guard try books.approval(xid) == nil else {
      throw SETRefusal(.transaction, "this purchase was paid or refused before")
    }
    if let lock = checked.lock, try books.transaction.value(Self.place(lock), in: GatewayTables.locks) != nil {
      return try undoTwin(books)
    }
    let charge = IssuerCharge(
      card: checked.card, amount: checked.amount, merchant: record.merchant, xid: xid, at: books.now)
    var trace = IssuerTrace()
    let id = ByteString(books.question(100).bytes)
    let isTaken = captureNow || checked.lock != nil
    if isTaken { trace.taken = id } else { trace.held = id }
    record.issuer = trace
    return try books.ask(isTaken ? .take(charge) : .hold(charge), step: 100)
  }

  /// Another purchase has locked under the same terms, perhaps while the issuer was asked.
  private func undoTwin(_ books: GatewayBooks) throws -> Bool {
    let id = books.question(100)
    if books.words[id] == true { try require(books.ask(.undo(id, kept: .zero(configuration.currency)), step: 101)) }
    return false
  }

  /// Takes what is captured at the issuer. `true` of a card of the own bank.
  func complete(
    _ amount: Money, of record: inout ApprovalRecord, step: UInt8, _ books: GatewayBooks
  ) throws -> Bool {
    guard var trace = record.issuer else { return true }
    guard try books.ask(.complete(amount, of: trace.id(trace.held)), step: 100 + step) else { return false }
    trace.taken = ByteString(books.question(100 + step).bytes)
    record.issuer = trace
    return true
  }

  /// Lets the issuer go of what is not captured any more. `true` of a card of the own bank.
  func letGo(_ record: ApprovalRecord, step: UInt8, _ books: GatewayBooks) throws -> Bool {
    guard let trace = record.issuer else { return true }
    return try books.ask(.undo(trace.id(trace.held), kept: .zero(configuration.currency)), step: 101 + step)
  }

  /// Gives all money of a lock back to the card at the issuer.
  func giveBackAll(of record: ApprovalRecord, _ books: GatewayBooks) throws {
    guard let trace = record.issuer else { return }
    try require(books.ask(.undo(trace.id(trace.taken), kept: .zero(configuration.currency)), step: 100))
  }

  /// Gives what a division leaves to the cardholder back at the issuer.
  func giveBackRest(
    of record: ApprovalRecord, but paid: Money, step: UInt8, _ books: GatewayBooks
  ) throws {
    let rest = record.held.money.minorUnits - paid.minorUnits
    guard let trace = record.issuer, rest > 0 else { return }
    try require(
      books.ask(.giveBack(Money(minorUnits: rest, paid.currency), of: trace.id(trace.taken)), step: 100 + step))
  }

  /// What an issuer has to do and does not: people have to talk, and the request stays open.
  private func require(_ isDone: Bool) throws {
    guard isDone else {
      throw Refusal(.unavailable, blame: .us, "the card's issuer refuses to give the money back; talk to it")
    }
  }

  /// Undoes a capture, gives back what was captured, or undoes that. An issuer's card is let go with the capture that is undone,
  /// and of credits the newest is undone, in whole.
  func reverse(
    _ move: ReversalMove, _ amount: Money, of record: inout ApprovalRecord, step: UInt8, _ batches: GatewayBatches,
    _ books: GatewayBooks
  ) throws -> ReversalCode {
    guard var trace = record.issuer else { throw ArchiveError(.corrupt, "the own bank has issued this card") }
    let zero = Money.zero(amount.currency)
    let (captured, credited) = (record.captured.money.minorUnits, record.credited.money.minorUnits)
    switch move {
    case .uncapture:
      guard record.lock == nil, amount.minorUnits == captured, credited == 0 else { return .originalProcessed }
      let question = IssuerQuestion.undo(try trace.id(trace.taken), kept: zero)
      guard try books.ask(question, step: 100 + step, taking: amount, from: record) == true else {
        return .unspecifiedFailure
      }
      // Where the hold has ended by time, its money has gone back already.
      if trace.held != nil { _ = try books.ask(.undo(trace.id(trace.held), kept: zero), step: 101 + step) }
      record.captured = CurrencyAmount(zero)
      _ = try batches.add(captured: -amount.minorUnits)
    case .credit:
      guard credited + amount.minorUnits <= captured else { return .originalProcessed }
      let question = IssuerQuestion.giveBack(amount, of: try trace.id(trace.taken))
      guard try books.ask(question, step: 100 + step, taking: amount, from: record) == true else {
        return .unspecifiedFailure
      }
      record.credited = CurrencyAmount(Money(minorUnits: credited + amount.minorUnits, amount.currency))
      trace.credited = ByteString(books.question(100 + step).bytes)
      trace.lastCredit = CurrencyAmount(amount)
      _ = try batches.add(credited: amount.minorUnits)
    case .uncredit:
      guard trace.lastCredit == CurrencyAmount(amount) else { return .originalProcessed }
      guard try books.ask(.undo(trace.id(trace.credited), kept: zero), step: 100 + step) else {
        return .unspecifiedFailure
      }
      try books.move(amount, from: .clearing, to: books.payee(record), .refund, step: step)
      record.credited = CurrencyAmount(Money(minorUnits: credited - amount.minorUnits, amount.currency))
      (trace.credited, trace.lastCredit) = (nil, nil)
      _ = try batches.add(credited: -amount.minorUnits)
    }
    record.issuer = trace
    return .approved
  }
}
