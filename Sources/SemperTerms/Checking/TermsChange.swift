public import SemperCoding

/// One thing that a new version of a service changes.
public struct TermsChange: Hashable, Sendable {
  /// Member names that lead to the place in the new version.
  public let place: [String]
  public let words: String
  /// Whether a buyer is, or may be, worse off.
  public let isWorseForBuyer: Bool

  init(_ place: [String], _ words: String, _ isWorseForBuyer: Bool) {
    self.place = place
    self.words = words
    self.isWorseForBuyer = isWorseForBuyer
  }

  public var json: JSON {
    .fields(["place": place.joined(separator: ".").json, "words": words.json, "worseForBuyer": isWorseForBuyer.json])
  }
}

extension TermsChecker {
  /// What a new version changes for those who deal under it, in words. Refuses terms that cannot be read.
  public static func changes(from before: JSON, to after: JSON) throws(CodingError) -> [TermsChange] {
    let (old, new) = (
      TermsView(try TermsOfBusiness(authored: before, seller: nobody)),
      TermsView(try TermsOfBusiness(authored: after, seller: nobody))
    )
    return TermsComparison(from: old, TermsExploration(TermsRules(old)), to: new, TermsExploration(TermsRules(new)))
      .changes
  }
}
