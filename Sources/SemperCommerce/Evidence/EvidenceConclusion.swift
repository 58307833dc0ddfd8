public import SemperCoding

/// What a bundle proves, for whom, and by which statements.
public struct EvidenceConclusion: Hashable, Sendable, CanonicalValue {
  public enum Proven: String, Sendable, CaseIterable, CanonicalValue {
    case sellerOffered, buyerOrdered, contractConcluded
    /// The buyer's money stood at the ledger for this exchange.
    case paymentLocked
    /// The buyer holds, or can have from the arbiter, what opens the goods.
    case goodsOpened
    /// The buyer has checked the goods, or the arbiter's decision stands for that.
    case delivered
    case receiptCounts
    /// The seller can claim the money, or has had it claimed.
    case paymentOpened
    case paymentClaimed, paymentRefunded
    /// The exchange will never be resolved; each side has its own.
    case exchangeAborted
    /// Both have agreed what becomes of each item, without the arbiter, and the ledger has done so.
    case exchangeSettled
    /// The buyer's signed choice at the end.
    case accepted, disputed
    /// Signed contradictions.
    case originatorConvicted, responderConvicted, arbiterConvicted, ledgerConvicted
  }

  public enum Beneficiary: String, Sendable, CaseIterable, CanonicalValue {
    case buyer, seller, both
  }

  public let proven: Proven
  public let beneficiary: Beneficiary
  /// The statements it rests on, in a sentence.
  public let because: String

  public init(_ proven: Proven, for beneficiary: Beneficiary, because: String) {
    self.proven = proven
    self.beneficiary = beneficiary
    self.because = because
  }

  public var json: JSON {
    .fields(["because": because.json, "for": beneficiary.json, "what": proven.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    because = try fields.value("because")
    beneficiary = try fields.value("for")
    proven = try fields.value("what")
    try fields.close()
  }
}
