import SemperCertification
public import SemperCoding
public import SemperModel
public import SemperPreferences

/// What a user lets services do that nobody it trusts has evaluated, and those that somebody has (paper, III.A: services that have not
/// been evaluated cannot do any harm). What is not allowed is denied, with the reason.
public struct ServicePolicy: Hashable, Sendable, CanonicalValue {
  /// The highest price of a deal under terms that nobody has evaluated.
  public let unevaluatedAtMost: Money
  /// The most that one may risk in any state of a deal under evaluated terms.
  public let exposureAtMost: Money

  public init(unevaluatedAtMost: Money, exposureAtMost: Money) {
    self.unevaluatedAtMost = unevaluatedAtMost
    self.exposureAtMost = exposureAtMost
  }

  /// Up to 50.00 under terms that nobody has evaluated, and 1 000.00 at risk under others.
  public static func cautious(_ currency: Currency) -> ServicePolicy {
    var unit: Int64 = 1
    for _ in 0..<currency.exponent { unit *= 10 }
    return ServicePolicy(
      unevaluatedAtMost: Money(minorUnits: 50 * unit, currency),
      exposureAtMost: Money(minorUnits: 1_000 * unit, currency))
  }

  public var json: JSON {
    .fields(["exposureAtMost": exposureAtMost.json, "unevaluatedAtMost": unevaluatedAtMost.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exposureAtMost = try fields.value("exposureAtMost")
    unevaluatedAtMost = try fields.value("unevaluatedAtMost")
    try fields.close()
  }

  /// Whether a deal may be entered under terms at a price.
  ///
  /// The terms are judged anew, since a report that comes with them is only somebody's word.
  ///
  /// - Parameter sight: what was seen in these very terms, by whoever has looked already.
  public func verdict(
    on terms: TermsOfBusiness, price: Money, standing: ServiceStanding, seen sight: ServiceSight? = nil
  ) -> Permission {
    guard price.currency == terms.limits.highestPrice.currency else {
      return .deny("the price is in \(price.currency), and the terms are about \(terms.limits.highestPrice.currency)")
    }
    guard price.minorUnits <= terms.limits.highestPrice.minorUnits else {
      return .deny("the price is above the highest that the terms allow, \(Self.words(terms.limits.highestPrice))")
    }
    switch standing {
    case .evaluated(.unfair, let evaluator): return .deny("\(evaluator) has found these terms unfair")
    case .evaluated(let grade, let evaluator): return evaluated(sight ?? ServiceSight(terms), grade, evaluator)
    case .accepted: return evaluated(sight ?? ServiceSight(terms), .fair, "the owner of this wallet")
    case .unevaluated: return unevaluated(terms, price, sight)
    }
  }

  private func evaluated(_ sight: ServiceSight, _ grade: Grade, _ evaluator: String) -> Permission {
    if let error = sight.error { return .deny("the terms are not sound: \(error)") }
    guard sight.exposure.minorUnits <= exposureAtMost.minorUnits else {
      return .deny(
        "up to \(Self.words(sight.exposure)) could be lost, more than the \(Self.words(exposureAtMost)) of this wallet's policy"
      )
    }
    return grade == .fair ? .allow("\(evaluator) has found these terms fair") : .ask
  }

  /// Strong fairness only, small amounts, under a name for this deal alone, without saying anything of oneself.
  private func unevaluated(_ terms: TermsOfBusiness, _ price: Money, _ seen: ServiceSight?) -> Permission {
    let nobody = "nobody whom this wallet trusts has evaluated these terms"
    guard price.currency == unevaluatedAtMost.currency, price.minorUnits <= unevaluatedAtMost.minorUnits else {
      return .deny(
        "\(nobody), and \(Self.words(price)) is above the \(Self.words(unevaluatedAtMost)) that it risks then")
    }
    let sight = seen ?? ServiceSight(terms)
    if let error = sight.error { return .deny("\(nobody), and they are not sound: \(error)") }
    if let state = sight.unfairPayment {
      return .deny("\(nobody), and money would be paid without a fair exchange at “\(state)”")
    }
    guard sight.exposure.minorUnits == 0 else {
      return .deny("\(nobody), and up to \(Self.words(sight.exposure)) could be lost under them")
    }
    if let field = sight.tells {
      return .deny("\(nobody), and they ask for “\(field)”, which says something about a person")
    }
    if let type = terms.requirements?.buyer.first {
      return .deny("\(nobody), and they ask for the credential “\(type)”")
    }
    return .ask
  }

  private static func words(_ money: Money) -> String { "\(money.decimal) \(money.currency)" }
}
