/// The message type indicator: version 0 (1987), class, function, origin.
public enum MessageType: String, Sendable, CaseIterable {
  case authorisationRequest = "0100"
  case authorisationRepeat = "0101"
  case authorisationResponse = "0110"
  case financialRequest = "0200"
  case financialRepeat = "0201"
  case financialResponse = "0210"
  case completionAdvice = "0220"
  case completionRepeat = "0221"
  case completionResponse = "0230"
  case reversalRequest = "0400"
  case reversalRepeat = "0401"
  case reversalResponse = "0410"
  case reconciliationRequest = "0500"
  case reconciliationRepeat = "0501"
  case reconciliationResponse = "0510"
  case networkRequest = "0800"
  case networkRepeat = "0801"
  case networkResponse = "0810"

  /// The type of the first sending; a repetition differs from it in the last digit.
  public var first: MessageType { changed(function: nil, isRepeat: false) }
  public var asRepeat: MessageType { changed(function: nil, isRepeat: true) }
  /// The type of the answer: the next odd function.
  public var response: MessageType { changed(function: 1, isRepeat: false) }
  public var isRequest: Bool { (rawValue.utf8.dropFirst(2).first ?? 0) % 2 == 0 }

  private func changed(function step: UInt8?, isRepeat: Bool) -> MessageType {
    var bytes = Array(rawValue.utf8)
    if let step, isRequest { bytes[2] += step }
    bytes[3] = UInt8(ascii: isRepeat ? "1" : "0")
    return MessageType(rawValue: String(decoding: bytes, as: UTF8.self)) ?? self
  }
}
