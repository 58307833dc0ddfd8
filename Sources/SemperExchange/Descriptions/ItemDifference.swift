import SemperModel

/// The first respect in which an item is not what is expected.
enum ItemDifference: Hashable, Sendable {
  /// A property that has another value than is allowed.
  case differs(String, String)
  /// A property that is expected and that nobody says anything about. It counts as different: what is not said is not
  /// promised.
  case unsaid(String)
  /// Nobody whose word counts has certified the item.
  case uncertified

  static func anotherClass(_ item: ItemParticulars, _ expected: String) -> ItemDifference {
    .differs("item", "the item is of the class \(item.description.itemClass.rawValue) and \(expected) is expected")
  }

  func refusal(_ appraisal: Appraisal) -> Refusal {
    switch self {
    case .differs(let property, let detail): Refusal(.notAsOffered, blame: appraisal.blame, "\(property): \(detail)")
    case .unsaid(let property):
      Refusal(.notAsOffered, blame: appraisal.blame, "\(property): expected, and nobody says what it is")
    case .uncertified:
      Refusal(.untrusted, blame: appraisal.blame, "certifiers: nobody has certified it whose word is expected")
    }
  }
}
