public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The arbiter's signed decision on one exchange. Ledgers obey it and parties keep it as evidence, so it stands here,
/// where both can read it.
///
/// `aborted`, `resolved` and `failed` are final and exclude each other for ever; two of them for one exchange convict the
/// arbiter. `pending` and `disclosed` open a complaint window and are not final.
public struct ArbiterDecision: StatementContent {
  public static let kind = StatementKind.decision

  public enum Verdict: String, Sendable, CanonicalValue {
    /// AT: the exchange will never be resolved; each gets its own back.
    case aborted
    /// PT: the responder holds the originator's opening and may complain until `closes`.
    case pending
    /// PT, second phase: the originator holds the responder's opening and may complain until `closes`.
    case disclosed
    /// RT: equals the missing opening of either side.
    case resolved
    /// FT: the responder's items were bad; what can be undone is undone.
    case failed

    public var isFinal: Bool {
      switch self {
      case .aborted, .resolved, .failed: true
      case .pending, .disclosed: false
      }
    }
  }

  public enum Cause: String, Sendable, CanonicalValue {
    case asked
    case faultOriginator = "fault-originator"
    case faultResponder = "fault-responder"
    case closed
    case windowEnded = "window-ended"
    case accepted
  }

  public let exchange: Digest
  public let verdict: Verdict
  public let cause: Cause
  /// The digests of M1 and M2; empty for an abort, which needs neither.
  public let commits: [Digest]
  /// When the window ends, for decisions that are not final.
  public let closes: Timestamp?
  /// What convinced the arbiter of a fault.
  public let proof: Digest?
  public let arbiter: Thumbprint
  /// Number in the arbiter's log, and the chain value before it.
  public let number: Int
  public let previous: Digest
  public let issued: Timestamp

  public init(
    exchange: Digest, verdict: Verdict, cause: Cause, commits: [Digest], closes: Timestamp?,
    proof: Digest?, arbiter: Thumbprint, number: Int, previous: Digest, issued: Timestamp
  ) {
    self.exchange = exchange
    self.verdict = verdict
    self.cause = cause
    self.commits = commits
    self.closes = closes
    self.proof = proof
    self.arbiter = arbiter
    self.number = number
    self.previous = previous
    self.issued = issued
  }

  public var signers: [Thumbprint] { [arbiter] }
  public var json: JSON {
    .fields([
      "arbiter": arbiter.json, "cause": cause.json, "closes": closes?.json, "commits": commits.json,
      "exchange": exchange.json, "iat": issued.json, "number": number.json, "previous": previous.json,
      "proof": proof?.json, "verdict": verdict.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    exchange = try fields.value("exchange")
    verdict = try fields.value("verdict")
    cause = try fields.value("cause")
    commits = try fields.value("commits")
    closes = try fields.optional("closes")
    proof = try fields.optional("proof")
    arbiter = try fields.value("arbiter")
    number = try fields.value("number")
    previous = try fields.value("previous")
    issued = try fields.value("iat")
    try fields.close()
    guard verdict.isFinal == (closes == nil), commits.isEmpty || commits.count == 2 else {
      throw CodingError(.outOfRange, "a decision that is not final says when its window closes")
    }
  }
}
