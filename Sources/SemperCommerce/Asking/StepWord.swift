public import SemperCoding
import SemperModel

/// What the owner of one side says to the step that its deal has come to.
public enum StepWord: Hashable, Sendable, CanonicalValue {
  /// It gives this, or signs what the other side has filled in. It has agreed to pay so much for it and no more.
  case give(FilledStep, paying: [ItemAmount] = [])
  /// It takes an option of the terms.
  case choose(String)
  /// It will not, so that the deal goes the way of failure.
  case decline

  private enum Word: String, CanonicalValue { case give, choose, decline }

  /// Whether it answers for these payments: whoever gives nothing pays nothing.
  func covers(_ payments: [ItemAmount]) -> Bool {
    guard case .give(_, let agreed) = self else { return true }
    return payments.allSatisfy { payment in
      agreed.contains {
        $0.item == payment.item && $0.amount.currency == payment.amount.currency
          && $0.amount.minorUnits >= payment.amount.minorUnits
      }
    }
  }

  public var json: JSON {
    switch self {
    case .give(let step, let payments):
      .fields(["pays": payments.isEmpty ? nil : payments.json, "say": Word.give.json, "step": step.json])
    case .choose(let option): .fields(["option": option.json, "say": Word.choose.json])
    case .decline: .fields(["say": Word.decline.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    switch try fields.value("say", as: Word.self) {
    case .give: self = .give(try fields.value("step"), paying: try fields.optional("pays") ?? [])
    case .choose: self = .choose(try fields.value("option"))
    case .decline: self = .decline
    }
    try fields.close()
  }
}
