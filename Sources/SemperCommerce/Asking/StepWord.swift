public import SemperCoding

/// What the owner of one side says to the step that its deal has come to.
public enum StepWord: Hashable, Sendable, CanonicalValue {
  /// It gives this, or signs what the other side has filled in.
  case give(FilledStep)
  /// It takes an option of the terms.
  case choose(String)
  /// It will not, so that the deal goes the way of failure.
  case decline

  private enum Word: String, CanonicalValue { case give, choose, decline }

  public var json: JSON {
    switch self {
    case .give(let step): .fields(["say": Word.give.json, "step": step.json])
    case .choose(let option): .fields(["option": option.json, "say": Word.choose.json])
    case .decline: .fields(["say": Word.decline.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("say", as: Word.self) {
    case .give: self = .give(try fields.value("step"))
    case .choose: self = .choose(try fields.value("option"))
    case .decline: self = .decline
    }
    try fields.close()
  }
}
