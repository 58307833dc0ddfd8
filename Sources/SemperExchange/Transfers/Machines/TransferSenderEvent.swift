public import SemperCoding
public import SemperCryptography
public import SemperModel

/// What can happen to a sender. Replies and tokens have been verified before they were journalled.
public enum TransferSenderEvent: Hashable, Sendable {
  case opened(TransferOrder)
  /// The exact bytes that will leave.
  case prepared(PreparedTransfer)
  case replied(TransferReply, from: Thumbprint)
  /// NRS.
  case submitted(SignedStatement, for: Thumbprint)
  /// NRT.
  case transported(SignedStatement, to: Thumbprint)
  case timePassed(Timestamp)
  /// The user or the deal does not want to go on.
  case giveUp
}

extension TransferSenderEvent: CanonicalValue {
  private enum Word: String, CanonicalValue {
    case opened, prepared, replied, submitted, transported, timePassed, giveUp
  }

  public var json: JSON {
    switch self {
    case .opened(let order): .fields(["event": Word.opened.json, "order": order.json])
    case .prepared(let transfer): .fields(["event": Word.prepared.json, "transfer": transfer.json])
    case .replied(let reply, let recipient):
      .fields(["event": Word.replied.json, "recipient": recipient.json, "reply": reply.json])
    case .submitted(let token, let recipient):
      .fields(["event": Word.submitted.json, "recipient": recipient.json, "token": token.json])
    case .transported(let token, let recipient):
      .fields(["event": Word.transported.json, "recipient": recipient.json, "token": token.json])
    case .timePassed(let time): .fields(["event": Word.timePassed.json, "time": time.json])
    case .giveUp: .fields(["event": Word.giveUp.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("event", as: Word.self) {
    case .opened: self = .opened(try fields.value("order"))
    case .prepared: self = .prepared(try fields.value("transfer"))
    case .replied: self = .replied(try fields.value("reply"), from: try fields.value("recipient"))
    case .submitted: self = .submitted(try fields.value("token"), for: try fields.value("recipient"))
    case .transported: self = .transported(try fields.value("token"), to: try fields.value("recipient"))
    case .timePassed: self = .timePassed(try fields.value("time"))
    case .giveUp: self = .giveUp
    }
    try fields.close()
  }
}
