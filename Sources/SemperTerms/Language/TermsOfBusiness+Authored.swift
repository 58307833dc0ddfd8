public import SemperCoding

extension TermsOfBusiness {
  /// The terms as their author wrote them, before a seller signed: what the checker, an explanation and a comparison look at.
  public var authored: JSON {
    guard case .object(let object) = json else { preconditionFailure("terms are an object") }
    return .object(object.without(["seller"]))
  }
}
