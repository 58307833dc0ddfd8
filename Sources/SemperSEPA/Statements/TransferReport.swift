public import SemperCoding
public import SemperCryptography

/// What a bank answers to an order: its pain.002 and, where the transfer went out, the pacs.008 and the other bank's pacs.002.
/// The two together show to anybody who believes the payee's bank that it has credited the payee.
public struct TransferReport: Hashable, Sendable, CanonicalValue {
  public let status: SignedStatement
  public let sent: SignedStatement?
  public let answer: SignedStatement?

  init(status: SignedStatement, sent: SignedStatement?, answer: SignedStatement?) {
    self.status = status
    self.sent = sent
    self.answer = answer
  }

  public var json: JSON {
    .fields(["answer": answer?.json, "sent": sent?.json, "status": status.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    sent = try fields.optional("sent")
    status = try fields.value("status")
    try fields.close()
  }
}
