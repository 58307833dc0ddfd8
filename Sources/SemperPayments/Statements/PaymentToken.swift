public import SemperCoding
public import SemperCryptography
public import SemperModel

/// One message of one side to the other, under one agreement or refund, numbered from 0 for each side.
///
/// The caller carries it, by any way or inside an exchange. It is signed by the key that the agreement names for its side, so
/// that what was changed, belongs to another payment or comes a second time is told apart before any payment system looks at
/// it.
public struct PaymentToken: StatementContent {
  public static let kind = StatementKind.paymentToken

  /// The agreement, or the refund, that it belongs to.
  public let about: Digest
  public let from: PaymentParty
  public let sender: Thumbprint
  public let number: Int
  public let message: PaymentMessage

  public init(about: Digest, from: PaymentParty, sender: Thumbprint, number: Int, message: PaymentMessage) {
    self.about = about
    self.from = from
    self.sender = sender
    self.number = number
    self.message = message
  }

  public var signers: [Thumbprint] { [sender] }
  public static var largestPayload: Int { 512 << 10 }

  public var json: JSON {
    .fields([
      "about": about.json, "from": from.json, "message": message.json, "number": number.json, "sender": sender.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    about = try fields.value("about")
    from = try fields.value("from")
    message = try fields.value("message")
    number = try fields.value("number")
    sender = try fields.value("sender")
    try fields.close()
    guard (0..<1_000).contains(number) else {
      throw CodingError(.outOfRange, "a side says at most 1000 things").inside("number")
    }
  }
}
