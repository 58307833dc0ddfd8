public import SemperCoding
public import SemperModel

/// What the checker says of terms: its findings, and what each side may lose in each state. The same terms give the same bytes.
public struct TermsReport: Hashable, Sendable, CanonicalValue {
  /// The checker's own version: another one may say something else.
  public static let checker = "semper-check-2"

  public let service: String
  public let version: String
  /// Of the terms as their author wrote them, without a seller.
  public let digest: Digest
  public let findings: [Finding]
  public let exposure: [Exposure]
  /// How long a deal can take at the most; `nil` where it has no end.
  public let longest: Span?
  /// Situations that were looked at.
  public let situations: Int

  /// What each side may lose when it is in a state, in the terms' currency, at the most.
  public struct Exposure: Hashable, Sendable, CanonicalValue {
    public let state: String
    public let phase: Phase?
    public let buyer: Money
    public let seller: Money

    public init(state: String, phase: Phase?, buyer: Money, seller: Money) {
      self.state = state
      self.phase = phase
      self.buyer = buyer
      self.seller = seller
    }

    public var json: JSON {
      .fields(["buyer": buyer.json, "phase": phase?.json, "seller": seller.json, "state": state.json])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      buyer = try fields.value("buyer")
      phase = try fields.optional("phase")
      seller = try fields.value("seller")
      state = try fields.value("state")
      try fields.close()
    }
  }

  public var worst: Finding.Severity? { findings.map(\.severity).max() }
  public var isClean: Bool { !findings.contains { $0.severity >= .warning } }

  public var json: JSON {
    .fields([
      "checker": Self.checker.json, "digest": digest.json, "exposure": exposure.json, "findings": findings.json,
      "maxDuration": longest?.json, "service": service.json, "situations": situations.json, "version": version.json,
    ])
  }

  public init(
    service: String, version: String, digest: Digest, findings: [Finding], exposure: [Exposure], longest: Span?,
    situations: Int
  ) {
    self.service = service
    self.version = version
    self.digest = digest
    self.findings = findings
    self.exposure = exposure
    self.longest = longest
    self.situations = situations
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let checker: String = try fields.value("checker")
    guard checker == Self.checker else {
      throw CodingError(.outOfRange, "a report of the checker “\(checker.prefix(40))” is not known here").inside(
        "checker")
    }
    digest = try fields.value("digest")
    exposure = try fields.value("exposure")
    findings = try fields.value("findings")
    longest = try fields.optional("maxDuration")
    service = try fields.value("service")
    situations = try fields.value("situations")
    version = try fields.value("version")
    try fields.close()
  }
}
