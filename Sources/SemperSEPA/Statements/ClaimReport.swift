public import SemperCoding
public import SemperCryptography

/// What a bank answers to a claim of a lock's money by transfer: how the lock ended, in its signed words, and the pacs.008 with the
/// payee's bank's pacs.002, which show that the payee was credited. Without these two nothing was to be transferred: it was claimed
/// into an account before, or the payee's part is nothing.
public struct ClaimReport: Hashable, Sendable, CanonicalValue {
  public let outcome: SignedStatement
  public let sent: SignedStatement?
  public let answer: SignedStatement?

  init(outcome: SignedStatement, sent: SignedStatement? = nil, answer: SignedStatement? = nil) {
    self.outcome = outcome
    self.sent = sent
    self.answer = answer
  }

  public var json: JSON {
    .fields(["answer": answer?.json, "outcome": outcome.json, "sent": sent?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    outcome = try fields.value("outcome")
    sent = try fields.optional("sent")
    try fields.close()
  }
}
