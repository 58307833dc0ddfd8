public import SemperCoding
public import SemperCryptography
public import SemperModel

/// All that an evaluator has withdrawn, as a numbered list with a time by which the next one comes.
///
/// Numbers only grow and a withdrawal is never taken back, so a list that says less than an earlier one is a lie or a replay.
public struct EvaluationStatus: StatementContent {
  public static let kind = StatementKind.evaluationStatus
  public static let mostWithdrawals = 2_000

  public let evaluator: PublicKey
  public let number: Int
  public let issued: Timestamp
  public let nextUpdate: Timestamp
  /// In the order of the evaluations' digests.
  public let withdrawn: [Withdrawal]

  /// Refuses a number below 1, a next update that is not after the issue, two withdrawals of one evaluation, and more than
  /// 2 000 of them.
  public init(
    evaluator: PublicKey, number: Int, issued: Timestamp, nextUpdate: Timestamp, withdrawn: [Withdrawal] = []
  ) throws(CodingError) {
    guard number >= 1, number <= DecodingLimits.widestInteger else {
      throw CodingError(.outOfRange, "status lists are numbered from 1").inside("number")
    }
    guard issued < nextUpdate else {
      throw CodingError(.outOfRange, "the next status list comes after this one").inside("next")
    }
    let sorted = withdrawn.sorted {
      $0.evaluation.bytes.lexicographicallyPrecedes($1.evaluation.bytes)
    }
    guard sorted.count <= Self.mostWithdrawals,
      zip(sorted, sorted.dropFirst()).allSatisfy({ $0.evaluation != $1.evaluation })
    else {
      throw CodingError(.tooMany, "at most \(Self.mostWithdrawals) evaluations are withdrawn, each once")
        .inside("withdrawn")
    }
    self.evaluator = evaluator
    self.number = number
    self.issued = issued
    self.nextUpdate = nextUpdate
    self.withdrawn = sorted
  }

  public func withdrawal(of evaluation: Digest) -> Withdrawal? {
    withdrawn.first { $0.evaluation == evaluation }
  }

  /// Refuses (`rolledBack`, blame on the peer) a list that may not come after an earlier one of the same evaluator.
  public func requireFollowing(_ earlier: EvaluationStatus) throws(Refusal) {
    guard self != earlier else { return }
    guard evaluator == earlier.evaluator, number > earlier.number, issued >= earlier.issued else {
      throw Refusal(
        .rolledBack, blame: .peer,
        "the evaluator's status list \(number) does not come after list \(earlier.number), which was seen before; ask for its newest"
      )
    }
    let still = Set(withdrawn.map(\.evaluation))
    guard earlier.withdrawn.allSatisfy({ still.contains($0.evaluation) }) else {
      throw Refusal(
        .rolledBack, blame: .peer,
        "the evaluator's status list \(number) takes a withdrawal back; keep both lists, they speak against the evaluator"
      )
    }
  }

  public static var largestPayload: Int { 512 << 10 }
  public var signers: [Thumbprint] { [evaluator.thumbprint] }
  public var introducedKeys: [PublicKey] { [evaluator] }
  public var json: JSON {
    .fields([
      "evaluator": evaluator.json, "iat": issued.json, "next": nextUpdate.json, "number": number.json,
      "withdrawn": withdrawn.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let listed: [Withdrawal] = try fields.value("withdrawn")
    try self.init(
      evaluator: fields.value("evaluator"), number: fields.value("number"), issued: fields.value("iat"),
      nextUpdate: fields.value("next"), withdrawn: listed)
    try fields.close()
    guard withdrawn == listed else {
      throw CodingError(.notCanonical, "withdrawals stand in the order of the evaluations' digests").inside("withdrawn")
    }
  }
}
