public import SemperCoding
public import SemperCryptography

/// What has become of a purchase so far.
public struct PurchaseStatus: DERValue, Hashable {
  public let approval: AuthStatus?
  public let capture: CaptureStatus?
  public let credits: [CaptureStatus]?

  public var der: DERElement {
    .sequence([approval?.der.explicit(0), capture?.der.explicit(1), credits?.der.implicit(2)])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    approval = try fields.optionalExplicit(0)
    capture = try fields.optionalExplicit(1)
    credits = try fields.optional(2)
    try fields.close()
  }

  init(approval: AuthStatus? = nil, capture: CaptureStatus? = nil, credits: [CaptureStatus]? = nil) {
    self.approval = approval
    self.capture = capture
    self.credits = credits
  }
}
