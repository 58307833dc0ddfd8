public import SemperCoding
public import SemperModel

/// One state of the terms of business: who does what now, how long it may take, and where it leads.
public struct TermsState: Hashable, Sendable, CanonicalValue {
  public enum Step: Hashable, Sendable {
    /// One party gives items.
    case transfer([String], from: DealSide)
    /// Both give. `fair: none` is a countersigned document; `fair: strong` runs the exchange protocol.
    case exchange([Gift], fair: Fairness, window: Span?)
    /// One party takes one of the options by a signed choice.
    case choose(DealSide, options: [Option])
    /// Both compute from what they have where it goes on: the first case that holds, or `else`.
    case branch([Case])
    /// An arbiter hears both and rules. A claim is raised by its claimant.
    case dispute([ClaimKind])
    /// Nothing happens until the time is over.
    case pause
  }

  public enum Fairness: String, Sendable, CanonicalValue { case none, strong }

  /// What one party gives in an exchange: names of declared items.
  public struct Gift: Hashable, Sendable {
    public let from: DealSide
    public let items: [String]
  }

  public struct Option: Hashable, Sendable {
    public let name: String
    public let target: String
    /// What has to hold for it to be taken.
    public let condition: Expression?
  }

  public struct Case: Hashable, Sendable {
    public let condition: Expression
    public let target: String
  }

  /// How often a state may be entered in one deal, and where one more time leads.
  public struct Repetition: Hashable, Sendable, CanonicalValue {
    public let most: Int
    public let then: String

    public var json: JSON { .fields(["most": most.json, "then": then.json]) }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      most = try fields.value("most")
      then = try fields.value("then")
      try fields.close()
      guard (1...TermsState.mostTimes).contains(most) else {
        throw CodingError(.outOfRange, "a state is entered 1 to \(TermsState.mostTimes) times").inside("most")
      }
    }
  }

  public static let mostTimes = 1_000

  public let phase: Phase
  public let step: Step
  /// How long it may take; a branch takes no time.
  public let within: Span
  /// Where success leads; a `choose` and a `branch` lead where their options and cases say.
  public let then: String?
  /// Where failure or the end of time leads.
  public let otherwise: String
  /// Whether the giver must not learn who the taker is.
  public let anonymous: Bool
  /// Whether the sender of a transfer gets a receipt that counts before the arbiter.
  public let receipt: Bool
  /// Whether the author knows that money is given before the other side is bound.
  public let payFirst: Bool
  public let repetition: Repetition?

  public var json: JSON {
    var members = members
    members["phase"] = phase.json
    members["repeat"] = repetition?.json
    members["payFirst"] = payFirst ? true.json : nil
    return .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
  }

  private var members: [String: JSON] {
    func present(_ pairs: KeyValuePairs<String, JSON?>) -> [String: JSON] {
      Dictionary(pairs.compactMap { name, json in json.map { (name, $0) } }) { first, _ in first }
    }
    switch step {
    case .transfer(let items, let from):
      return present([
        "anonymous": anonymous ? true.json : nil, "else": otherwise.json, "from": from.json,
        "receipt": receipt ? true.json : nil, "then": then?.json, "transfer": items.joined(separator: "+").json,
        "within": within.json,
      ])
    case .exchange(let gifts, let fair, let window):
      return present([
        "exchange": .array(
          gifts.map {
            .fields(["from": $0.from.json, "give": $0.items.joined(separator: "+").json])
          }), "failed": otherwise.json, "fair": fair.json, "then": then?.json, "window": window?.json,
        "within": within.json,
      ])
    case .choose(let side, let options):
      return present([
        "choose": side.json, "options": .object(JSONObject(options.map { ($0.name, $0.json) })),
        "timeout": otherwise.json, "within": within.json,
      ])
    case .branch(let cases):
      return present([
        "branch": .array(cases.map { .fields(["if": $0.condition.json, "then": $0.target.json]) }),
        "else": otherwise.json,
      ])
    case .dispute(let claims):
      return present([
        "claims": claims.json, "dispute": TermsState.arbiter.json, "else": otherwise.json, "then": then?.json,
        "within": within.json,
      ])
    case .pause: return present(["pause": within.json, "then": then?.json])
    }
  }

  /// Who decides disputes: the role that terms name, not the person.
  static let arbiter = "arbiter"
}

extension TermsState.Option {
  var json: JSON {
    guard let condition else { return target.json }
    return .fields(["if": condition.json, "then": target.json])
  }

  init(name: String, json: JSON) throws(CodingError) {
    self.name = name
    guard case .object = json else {
      target = try String(json: json)
      condition = nil
      return
    }
    var fields = try ObjectReader(json)
    condition = try fields.value("if", as: Expression.self)
    target = try fields.value("then")
    try fields.close()
  }
}
