public import SemperCoding
public import SemperCryptography
public import SemperModel

/// The arbiter decides a dispute. Only one that is final moves money: it follows an appeal, or the time in which nobody appealed.
public struct Ruling: StatementContent {
  public static let kind = StatementKind.ruling
  public static let largestPayload = 16 << 10

  /// What has decided.
  public enum Basis: String, Sendable, CaseIterable, CanonicalValue {
    /// The evidence alone, by `DisputeRule`.
    case rule
    /// A person at the arbiter.
    case judgement
  }

  public let claim: Digest
  public let answer: Digest?
  /// The ruling that this one confirms or replaces.
  public let first: Digest?
  public let appeal: Digest?
  public let deal: ID<Deal>
  public let claimant: Thumbprint
  public let arbiter: Thumbprint
  public let basis: Basis
  public let remedy: Remedy
  public let reasons: [DisputeReason]
  /// What the person at the arbiter has found.
  public let finding: HumanText?
  public let issued: Timestamp
  /// Until when the loser may appeal; `nil` for a final ruling.
  public let appealableUntil: Timestamp?

  public var isFinal: Bool { appealableUntil == nil }

  public init(
    claim: Digest, answer: Digest?, first: Digest? = nil, appeal: Digest? = nil, deal: ID<Deal>, claimant: Thumbprint,
    arbiter: Thumbprint, basis: Basis, remedy: Remedy, reasons: [DisputeReason], finding: HumanText?,
    issued: Timestamp, appealableUntil: Timestamp?
  ) {
    self.claim = claim
    self.answer = answer
    self.first = first
    self.appeal = appeal
    self.deal = deal
    self.claimant = claimant
    self.arbiter = arbiter
    self.basis = basis
    self.remedy = remedy
    self.reasons = reasons
    self.finding = finding
    self.issued = issued
    self.appealableUntil = appealableUntil
  }

  /// Of several rulings the one that counts on each claim: the final one, where there is one.
  public static func counting(_ rulings: [Ruling]) -> [Ruling] {
    Dictionary(grouping: rulings, by: \.claim).values.compactMap { ofOne in
      ofOne.first(where: \.isFinal) ?? ofOne.first
    }
  }

  public var signers: [Thumbprint] { [arbiter] }
  public var json: JSON {
    .fields([
      "answer": answer?.json, "appeal": appeal?.json, "arbiter": arbiter.json, "basis": basis.json,
      "claimant": claimant.json, "deal": deal.json, "finding": finding?.json, "first": first?.json,
      "iat": issued.json, "prev": [claim].json, "reasons": reasons.json, "remedy": remedy.json,
      "until": appealableUntil?.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    answer = try fields.optional("answer")
    appeal = try fields.optional("appeal")
    arbiter = try fields.value("arbiter")
    basis = try fields.value("basis")
    claimant = try fields.value("claimant")
    deal = try fields.value("deal")
    finding = try fields.optional("finding")
    first = try fields.optional("first")
    issued = try fields.value("iat")
    claim = try fields.only("prev")
    reasons = try fields.value("reasons")
    remedy = try fields.value("remedy")
    appealableUntil = try fields.optional("until")
    try fields.close()
    guard reasons.count <= DisputeReason.allCases.count, (first == nil) == (appealableUntil != nil),
      appeal == nil || first != nil, appealableUntil.map({ issued < $0 }) ?? true
    else { throw CodingError(.outOfRange, "a first ruling can be appealed for a time, a final one names the first") }
  }
}
