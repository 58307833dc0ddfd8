import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

/// Asking the issuer of another bank's card, from within a decision.
extension GatewayBooks {
  /// Names a question: the request and its step, so that a repetition asks the same.
  func question(_ step: UInt8) -> ID<Operation> { GatewayPosting.question(step, of: request) }

  /// The issuer's answer; what is not known yet is asked outside the transaction.
  func ask(_ question: IssuerQuestion, step: UInt8, reserving reserve: IssuerAsking.Reserve? = nil) throws -> Bool {
    let id = self.question(step)
    guard let word = words[id] else {
      let isReserved = reserve == nil || reserved.contains(ByteString(id.bytes))
      throw IssuerAsking(question: question, id: id, reserve: reserve, isReserved: isReserved)
    }
    return word
  }

  /// Asks for something that gives the merchant's money back, which is put aside first. `nil` where the merchant has too little.
  func ask(
    _ question: IssuerQuestion, step: UInt8, taking amount: Money, from record: ApprovalRecord
  ) throws -> Bool? {
    let payee = try Thumbprint(bytes: record.payee.bytes)
    let id = ByteString(self.question(step).bytes)
    guard try reserved.contains(id) || holds(amount, .customer(payee)) else { return nil }
    let isDone = try ask(question, step: step, reserving: IssuerAsking.Reserve(amount: amount, payee: payee))
    try move(amount, from: .locks, to: isDone ? .clearing : .customer(payee), .refund, step: step)
    return isDone
  }

  func reserve(_ reserve: IssuerAsking.Reserve, as id: ID<Operation>) throws {
    try Ledger.post(
      LedgerPosting(
        operation: GatewayPosting.reserve(id), purpose: .lock, currency: reserve.amount.currency,
        lines: [
          LedgerLine(.customer(reserve.payee), -reserve.amount.minorUnits),
          LedgerLine(.locks, reserve.amount.minorUnits),
        ], time: now), transaction)
  }
}

extension IssuerTrace {
  func id(_ bytes: ByteString?) throws -> ID<Operation> {
    guard let bytes else { throw SETRefusal(.transaction, "the issuer has nothing of this purchase") }
    return try ID(bytes: bytes.bytes)
  }
}
