public import SemperCoding
public import SemperCryptography

/// How far a delivery agent has come with one letter.
public struct DeliveryProgress: Hashable, Sendable, CanonicalValue {
  /// NRT, once it has handed the letter over.
  public let transport: SignedStatement?
  /// What the recipient answered then.
  public let reply: TransferReply?

  public init(transport: SignedStatement?, reply: TransferReply?) {
    self.transport = transport
    self.reply = reply
  }

  public var json: JSON { .fields(["reply": reply?.json, "transport": transport?.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    reply = try fields.optional("reply")
    transport = try fields.optional("transport")
    try fields.close()
  }
}
