import SemperCoding
import SemperModel

/// An issuer's answer to a request.
public struct CardAnswer: Hashable, Sendable {
  public let code: ResponseCode
  /// Six characters that name an approval (element 38).
  public let approval: String?
  /// The issuer's totals, in the answer to a reconciliation.
  public let totals: CardTotals?

  init(_ code: ResponseCode, approval: String? = nil, totals: CardTotals? = nil) {
    self.code = code
    self.approval = approval
    self.totals = totals
  }

  func message(to request: CardMessage) throws(CodingError) -> CardMessage {
    var message = CardMessage(request.type.response)
    for element in [7, 11, 32, 37] { try message.set(element, request[element]) }
    try message.set(38, approval)
    try message.set(39, code.rawValue)
    if request.type.first == .networkRequest { try message.set(70, request[70]) }
    if let totals {
      try totals.write(to: &message)
      // In balance or out of balance.
      try message.set(66, code == .approved ? "1" : "2")
    }
    return message
  }

  /// Reads an answer to that request. Refuses one to another.
  init(_ message: CardMessage, to request: CardMessage) throws(CodingError) {
    guard message.type == request.type.response, try RequestName(message) == RequestName(request),
      message[37] == request[37], message[70] == request[70]
    else { throw CodingError(.wrongType, "this answers another request") }
    var rest = message
    for element in [7, 11, 32, 37, 70] { try rest.set(element, nil) }
    code = try ResponseCode(json: .string(try rest.take(39)))
    approval = rest[38]
    try rest.set(38, nil)
    if let settled = rest[66] {
      guard settled == (code == .approved ? "1" : "2") else {
        throw CodingError(.outOfRange, "the settlement code (66) and the response code (39) disagree")
      }
      try rest.set(66, nil)
      totals = try CardTotals(taking: &rest)
    } else {
      totals = nil
    }
    guard rest.elements.isEmpty else {
      throw CodingError(.unknownMember, "the data element \(rest.elements.keys.min() ?? 0) is not of this answer")
    }
  }
}
