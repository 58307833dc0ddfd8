public import SemperCoding
public import SemperModel

/// One state of the terms of business: who does what now, how long it may take, and where it leads.
///
/// A strict subset of the service language: later constructs are added, none of these is renamed.
public struct TermsState: Hashable, Sendable, CanonicalValue {
  public enum Step: Hashable, Sendable {
    /// One party gives an item.
    case transfer(item: String, from: DealSide)
    /// Both give. `fair: none` is a countersigned document; `fair: strong` runs the exchange protocol.
    case exchange([Gift], fair: Fairness, window: Span?)
    /// One party takes one of the options by a signed choice.
    case choose(DealSide, options: [Option])
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
  }

  public let phase: Phase
  public let step: Step
  public let within: Span
  /// Where success leads; a `choose` leads where its options say.
  public let then: String?
  /// Where failure or the end of time leads.
  public let otherwise: String
  /// Whether the giver must not learn who the taker is.
  public let anonymous: Bool

  /// The states this one can lead to.
  public var targets: [String] {
    switch step {
    case .transfer, .exchange: (then.map { [$0] } ?? []) + [otherwise]
    case .choose(_, let options): options.map(\.target) + [otherwise]
    }
  }

  public var json: JSON {
    switch step {
    case .transfer(let item, let from):
      .fields([
        "anonymous": anonymous ? true.json : nil, "else": otherwise.json, "from": from.json,
        "phase": phase.json, "then": then?.json, "transfer": item.json, "within": within.json,
      ])
    case .exchange(let gifts, let fair, let window):
      .fields([
        "exchange": .array(
          gifts.map {
            .fields(["from": $0.from.json, "give": $0.items.joined(separator: "+").json])
          }), "failed": otherwise.json, "fair": fair.json, "phase": phase.json, "then": then?.json,
        "window": window?.json, "within": within.json,
      ])
    case .choose(let side, let options):
      .fields([
        "choose": side.json,
        "options": .object(JSONObject(options.map { ($0.name, $0.target.json) })),
        "phase": phase.json, "timeout": otherwise.json, "within": within.json,
      ])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    phase = try fields.value("phase")
    within = try fields.value("within")
    if let item: String = try fields.optional("transfer") {
      step = .transfer(item: item, from: try fields.value("from"))
      then = try fields.value("then", as: String.self)
      otherwise = try fields.value("else")
      anonymous = try fields.optional("anonymous") ?? false
    } else if let gifts: [JSON] = try fields.optional("exchange") {
      step = .exchange(
        try Self.gifts(gifts), fair: try fields.value("fair"), window: try fields.optional("window"))
      then = try fields.value("then", as: String.self)
      otherwise = try fields.value("failed")
      anonymous = false
    } else {
      step = .choose(
        try fields.value("choose"), options: try Self.options(fields.value("options", as: JSON.self)))
      then = nil
      otherwise = try fields.value("timeout")
      anonymous = false
    }
    try fields.close()
  }

  private static func gifts(_ list: [JSON]) throws(CodingError) -> [Gift] {
    var gifts = [Gift]()
    for element in list {
      var fields = try ObjectReader(element)
      let items: String = try fields.value("give")
      gifts.append(
        Gift(from: try fields.value("from"), items: items.split(separator: "+").map(String.init)))
      try fields.close()
    }
    guard gifts.count == 2, Set(gifts.map(\.from)).count == 2, gifts.allSatisfy({ !$0.items.isEmpty }) else {
      throw CodingError(.outOfRange, "in an exchange each side gives something").inside("exchange")
    }
    return gifts
  }

  private static func options(_ json: JSON) throws(CodingError) -> [Option] {
    guard case .object(let object) = json, !object.members.isEmpty else {
      throw CodingError(.wrongType, "options are an object of names and states").inside("options")
    }
    var options = [Option]()
    for member in object.members {
      options.append(Option(name: member.name, target: try String(json: member.value)))
    }
    return options
  }
}
