public import SemperCoding

/// What terms say to the law of consumers: by which pack of rules they are to be checked, and how the buyer withdraws, or why not.
public struct ConsumerRules: Hashable, Sendable, CanonicalValue {
  public enum Pack: String, Sendable, CaseIterable, CanonicalValue {
    /// Directive 2011/83/EU with its withdrawal function (Article 11a, since 19 June 2026), and 2019/770.
    case eu = "eu-consumer-1"
  }

  /// Why there is no right of withdrawal (Article 16).
  public enum Exemption: String, Sendable, CaseIterable, CanonicalValue {
    /// Content that is delivered on line at once, with the buyer's consent.
    case digitalContent
    /// A service that has been performed in full, with the buyer's consent.
    case performedService
    case madeToMeasure, perishable, sealedGoods, dated, betweenTraders
  }

  public enum Withdrawal: Hashable, Sendable {
    /// The state to which the buyer goes in order to withdraw.
    case state(String)
    case exempt(Exemption)
  }

  public let pack: Pack
  public let withdrawal: Withdrawal

  public var json: JSON {
    switch withdrawal {
    case .state(let name): .fields(["rules": pack.json, "withdraw": name.json])
    case .exempt(let exemption): .fields(["exempt": exemption.json, "rules": pack.json])
    }
  }

  /// Refuses rules with neither a way to withdraw nor an exemption, and with both.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    pack = try fields.value("rules")
    let state: String? = try fields.optional("withdraw")
    let exemption: Exemption? = try fields.optional("exempt")
    try fields.close()
    switch (state, exemption) {
    case (let state?, nil): withdrawal = .state(state)
    case (nil, let exemption?): withdrawal = .exempt(exemption)
    case (nil, nil), (_?, _?):
      throw CodingError(
        .missing, "either “withdraw” names the state in which the buyer withdraws, or “exempt” says why not")
    }
  }
}
