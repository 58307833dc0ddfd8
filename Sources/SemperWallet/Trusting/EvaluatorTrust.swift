public import SemperCertification
public import SemperCoding
import SemperCryptography
public import SemperModel

/// Whose evaluations of services count for the owner of a wallet, how many of them it takes, and the worst grade under which a deal may
/// begin. At first nobody's count: whom to trust is for the owner to say, and no directory and no shop can.
public struct EvaluatorTrust: Hashable, Sendable, CanonicalValue {
  public static let most = 64

  /// An evaluator, and what the owner calls it.
  public struct Line: Hashable, Sendable, CanonicalValue {
    public let trusted: TrustedEvaluator
    public let name: HumanText?

    public var json: JSON { .fields(["evaluator": trusted.json, "name": name?.json]) }

    init(_ trusted: TrustedEvaluator, name: HumanText?) {
      self.trusted = trusted
      self.name = name
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      trusted = try fields.value("evaluator")
      name = try fields.optional("name")
      try fields.close()
    }
  }

  public private(set) var lines: [Line] = []
  public private(set) var quorum = 1
  public private(set) var worst = Grade.cautions

  init() {}

  /// Trusts an evaluator from now on, or calls it otherwise. Refuses (`limitExceeded`, blame on us) more than 64.
  public mutating func trust(_ evaluator: TrustedEvaluator, as name: HumanText? = nil) throws(Refusal) {
    let line = Line(evaluator, name: name)
    if let place = lines.firstIndex(where: { $0.trusted == evaluator }) {
      lines[place] = line
    } else {
      guard lines.count < Self.most else {
        throw Refusal(.limitExceeded, blame: .us, "at most \(Self.most) evaluators can be trusted; forget one first")
      }
      lines.append(line)
    }
  }

  /// Whether it was trusted.
  public mutating func forget(_ evaluator: TrustedEvaluator) -> Bool {
    let before = lines.count
    lines.removeAll { $0.trusted == evaluator }
    return lines.count < before
  }

  /// Refuses (`limitExceeded`, blame on us) a number that no list can reach, and `unfair` as a grade that is accepted.
  public mutating func require(quorum: Int? = nil, worst: Grade? = nil) throws(Refusal) {
    guard (1...Self.most).contains(quorum ?? self.quorum) else {
      throw Refusal(.limitExceeded, blame: .us, "1 to \(Self.most) evaluators can be required")
    }
    guard worst != .unfair else {
      throw Refusal(.limitExceeded, blame: .us, "what an evaluator whom you trust finds unfair is always refused")
    }
    self.quorum = quorum ?? self.quorum
    self.worst = worst ?? self.worst
  }

  var policy: EvaluationPolicy { EvaluationPolicy(trusted: lines.map(\.trusted), quorum: quorum, worst: worst) }

  /// What the owner calls an evaluator; its certified name, or its key, where the owner has not named it.
  func name(of evaluator: EvaluatorIdentity) -> String {
    switch evaluator {
    case .organisation(let name, _): name
    case .key(let key): lines.first { $0.trusted == .key(key) }?.name?.text ?? key.description
    }
  }

  public var json: JSON { .fields(["evaluators": lines.json, "quorum": quorum.json, "worst": worst.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lines = try fields.value("evaluators")
    quorum = try fields.value("quorum")
    worst = try fields.value("worst")
    try fields.close()
    guard lines.count <= Self.most, (1...Self.most).contains(quorum), worst != .unfair else {
      throw CodingError(.outOfRange, "a list of evaluators has at most \(Self.most) lines")
    }
  }
}
