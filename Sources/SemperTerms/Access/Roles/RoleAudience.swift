public import SemperCertification
public import SemperCoding
public import SemperModel

/// For whom a role may be used. Everything that it names has to hold, and it names something: a role for everybody would be none.
public struct RoleAudience: Hashable, Sendable, CanonicalValue {
  /// These very terms, by their digest.
  public let terms: Digest?
  /// This seller, by its key.
  public let shop: Thumbprint?
  /// The worst that evaluators may have said whom the owner trusts; enough of them have to have said something.
  public let worst: Grade?
  /// Of these, the one who has to have said so.
  public let evaluator: Thumbprint?

  /// Refuses an audience of everybody, an evaluator without a grade, and terms that an evaluator has found unfair.
  public init(
    terms: Digest? = nil, shop: Thumbprint? = nil, worst: Grade? = nil, evaluator: Thumbprint? = nil
  ) throws(CodingError) {
    guard terms != nil || shop != nil || worst != nil else {
      throw CodingError(
        .missing, "a role is for certain terms, for a shop, or for what evaluators have found good enough")
    }
    guard worst != .unfair, evaluator == nil || worst != nil else {
      throw CodingError(
        .outOfRange, "an evaluator counts with the worst grade that it may have given, fair or cautions")
    }
    self.terms = terms
    self.shop = shop
    self.worst = worst
    self.evaluator = evaluator
  }

  /// Why it is not for a business; `nil` where it is.
  ///
  /// Terms that are worse than those of the last deal with this seller are a new decision, unless the role names these very terms.
  func shortfall(for subject: RoleSubject) -> RoleShortfall? {
    if let shop, shop != subject.shop { return .otherShop }
    if let terms, terms != subject.terms { return .otherTerms }
    if let worst {
      guard let grade = subject.grade, grade >= worst else { return .notEvaluated }
      if let evaluator {
        guard let said = subject.evaluators[evaluator], said >= worst else { return .notEvaluated }
      }
    }
    return subject.isWorse && terms == nil ? .worse : nil
  }

  public var json: JSON {
    .fields(["evaluator": evaluator?.json, "shop": shop?.json, "terms": terms?.json, "worst": worst?.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    try self.init(
      terms: fields.optional("terms"), shop: fields.optional("shop"), worst: fields.optional("worst"),
      evaluator: fields.optional("evaluator"))
    try fields.close()
  }
}
