public import SemperCoding

/// How a request of a gateway ended.
public enum CardOutcome: Hashable, Sendable {
  /// The issuer has answered: approved or not.
  case answered(CardAnswer)
  /// Nobody answered in time, and the issuer has confirmed that the request does not count.
  case reversed
  /// The issuer would not reverse what it had not answered: people have to talk. The request stays open.
  case disputed(CardAnswer)

  public var isApproved: Bool {
    guard case .answered(let answer) = self else { return false }
    return answer.code == .approved
  }
}

extension CardOutcome: CanonicalValue {
  public var json: JSON {
    switch self {
    case .answered(let answer): .fields(["answered": answer.json])
    case .reversed: .fields(["reversed": true.json])
    case .disputed(let answer): .fields(["disputed": answer.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    if let answer: CardAnswer = try fields.optional("answered") {
      self = .answered(answer)
    } else if let answer: CardAnswer = try fields.optional("disputed") {
      self = .disputed(answer)
    } else {
      guard try fields.value("reversed", as: Bool.self) else {
        throw CodingError(.outOfRange, "an outcome is answered, reversed or disputed")
      }
      self = .reversed
    }
    try fields.close()
  }
}

extension CardAnswer: CanonicalValue {
  public var json: JSON {
    .fields(["approval": approval?.json, "code": code.json, "totals": totals?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    approval = try fields.optional("approval")
    code = try fields.value("code")
    totals = try fields.optional("totals")
    try fields.close()
  }
}
