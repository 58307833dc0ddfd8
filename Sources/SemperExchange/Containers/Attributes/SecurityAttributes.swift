public import SemperCoding

/// What an inner node of a container demands for everything below it (paper III.B).
///
/// A node only adds demands; what it does not mention it takes from above. Demands imply others (`completed`):
/// non-repudiation of receipt implies that of origin and confidentiality, because the receiver confirms a signed
/// statement and the content's keys are held back until it has; certified authenticity implies non-repudiation of
/// origin; that implies authenticity, and authenticity implies integrity.
public struct SecurityAttributes: Hashable, Sendable {
  /// Nobody but the named recipients can read the subtree.
  public var confidentiality: Bool
  /// A change on the way is noticed.
  public var integrity: Bool
  /// The receiver knows whose container it is.
  public var authenticity: Authenticity?
  /// Nothing tells who the sender is, and sealed parts do not tell how much they hold.
  public var anonymity: Bool
  /// The receiver can prove to others that the sender sent this.
  public var originNonRepudiation: Bool
  /// The sender can prove that the receiver took this; without the proof the content stays closed.
  public var receiptNonRepudiation: Bool
  /// The items are for a fair exchange, at least at this level; without it they go as a plain transfer.
  public var fairness: FairnessLevel?

  public init(
    confidentiality: Bool = false, integrity: Bool = false, authenticity: Authenticity? = nil,
    anonymity: Bool = false, originNonRepudiation: Bool = false, receiptNonRepudiation: Bool = false,
    fairness: FairnessLevel? = nil
  ) {
    self.confidentiality = confidentiality
    self.integrity = integrity
    self.authenticity = authenticity
    self.anonymity = anonymity
    self.originNonRepudiation = originNonRepudiation
    self.receiptNonRepudiation = receiptNonRepudiation
    self.fairness = fairness
  }

  /// No demand at all.
  public static let none = SecurityAttributes()

  /// The same demands with those that they imply.
  public var completed: SecurityAttributes {
    var all = self
    if all.receiptNonRepudiation {
      all.originNonRepudiation = true
      all.confidentiality = true
    }
    if all.authenticity == .certified { all.originNonRepudiation = true }
    if all.originNonRepudiation { all.authenticity = all.authenticity ?? .key }
    if all.authenticity != nil { all.integrity = true }
    return all
  }

  /// What holds where both demand something: of each attribute the stronger, completed.
  public func strengthened(by other: SecurityAttributes) -> SecurityAttributes {
    SecurityAttributes(
      confidentiality: confidentiality || other.confidentiality, integrity: integrity || other.integrity,
      authenticity: [authenticity, other.authenticity].compactMap(\.self).max(),
      anonymity: anonymity || other.anonymity,
      originNonRepudiation: originNonRepudiation || other.originNonRepudiation,
      receiptNonRepudiation: receiptNonRepudiation || other.receiptNonRepudiation,
      fairness: [fairness, other.fairness].compactMap(\.self).max()
    ).completed
  }

  /// Whether nothing that the other demands is missing here.
  public func cover(_ other: SecurityAttributes) -> Bool { strengthened(by: other) == completed }
}

extension SecurityAttributes: CanonicalValue {
  /// Only what is demanded is written, and `false` is refused: a node does not say what it does not demand.
  public var json: JSON {
    func flag(_ demanded: Bool) -> JSON? { demanded ? true.json : nil }
    return .fields([
      "anonymity": flag(anonymity), "authenticity": authenticity?.json, "confidentiality": flag(confidentiality),
      "fairness": fairness?.json, "integrity": flag(integrity),
      "non-repudiation-of-origin": flag(originNonRepudiation),
      "non-repudiation-of-receipt": flag(receiptNonRepudiation),
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    func flag(_ attribute: SecurityAttribute) throws(CodingError) -> Bool {
      guard let demanded = try fields.optional(attribute.rawValue, as: Bool.self) else { return false }
      guard demanded else {
        throw CodingError(.notCanonical, "an attribute is demanded or left out").inside(attribute.rawValue)
      }
      return true
    }
    confidentiality = try flag(.confidentiality)
    integrity = try flag(.integrity)
    anonymity = try flag(.anonymity)
    originNonRepudiation = try flag(.originNonRepudiation)
    receiptNonRepudiation = try flag(.receiptNonRepudiation)
    authenticity = try fields.optional("authenticity")
    fairness = try fields.optional("fairness")
    try fields.close()
  }
}
