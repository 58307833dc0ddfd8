import SemperCoding
import SemperCryptography

/// What a delivery agent keeps of one letter.
struct AgentEntry: Hashable, Sendable, CanonicalValue {
  static let limits = DecodingLimits(bytes: 4 << 20, members: 20_000)
  let letter: TransferLetter
  /// By which the agent can show whose wish it was.
  let commission: SignedStatement
  let submission: SignedStatement
  let transport: SignedStatement?
  let reply: TransferReply?

  init(
    letter: TransferLetter, commission: SignedStatement, submission: SignedStatement, transport: SignedStatement?,
    reply: TransferReply?
  ) {
    self.letter = letter
    self.commission = commission
    self.submission = submission
    self.transport = transport
    self.reply = reply
  }

  var json: JSON {
    .fields([
      "commission": commission.json, "letter": letter.json, "reply": reply?.json, "submission": submission.json,
      "transport": transport?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commission = try fields.value("commission")
    letter = try fields.value("letter")
    reply = try fields.optional("reply")
    submission = try fields.value("submission")
    transport = try fields.optional("transport")
    try fields.close()
  }
}
