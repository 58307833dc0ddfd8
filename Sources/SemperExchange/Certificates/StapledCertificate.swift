public import SemperCoding
public import SemperCryptography
public import SemperModel
import SemperPayments
import SemperStatements

/// A conditional certificate with what makes it count beside it, as its holder shows it to who relies on it.
///
/// Reading one vouches for nothing. Who relies on it calls `check(issuer:at:)` with the key of an issuer that it believes; which
/// arbiter counts, the issuer has said in the certificate.
public struct StapledCertificate: Hashable, Sendable, CanonicalValue {
  public static let limits = DecodingLimits(bytes: 64 << 10, members: 200)

  /// What makes it count; without either, the issuer has promised nothing.
  public enum Staple: Hashable, Sendable {
    case opening(ItemOpening)
    /// RT, the arbiter's resolution of the exchange that the certificate names.
    case resolution(SignedStatement)
  }

  /// DER.
  public let certificate: ByteString
  public let staple: Staple

  public init(certificate: ByteString, staple: Staple) {
    self.certificate = certificate
    self.staple = staple
  }

  /// The certificate in an item that was committed to, with the peer's secret once it is known, else with the arbiter's
  /// resolution. `nil` for an item without a certificate, and as long as neither is there.
  public init?(_ item: LockedItem, secret: OpeningSecret?, resolution: SignedStatement?) {
    guard case .statement(let signed) = item.form,
      let conditional = try? VerifiedStatement<ConditionalStatement>.content(of: signed),
      let certificate = conditional.certificate
    else { return nil }
    if let opening = secret?.opening(for: item.path), conditional.counts(with: opening) {
      self.init(certificate: certificate, staple: .opening(opening))
    } else if let resolution {
      self.init(certificate: certificate, staple: .resolution(resolution))
    } else {
      return nil
    }
  }

  /// What the certificate says, if it counts.
  ///
  /// Refuses with `malformed`, `badSignature` and `expired` what `ConditionalCertificate` refuses, with `lockInvalid` an opening of
  /// another certificate, and what is no resolution, by the arbiter that the certificate names, of the exchange that it names.
  public func check(issuer: PublicKey, at time: Timestamp) throws(Refusal) -> CertificateContent {
    let read = try ConditionalCertificate(der: certificate.bytes)
    try read.check(issuer: issuer, at: time)
    let condition = read.condition
    switch staple {
    case .opening(let opening):
      guard read.counts(with: opening) else { throw Self.refusal("the opening is not the one that it names") }
    case .resolution(let signed):
      let decision = try VerifiedStatement<ArbiterDecision>(
        verifying: signed, keys: KeySet([condition.arbiter])
      ).content
      guard decision.arbiter == condition.arbiter.thumbprint, decision.exchange == condition.exchange,
        decision.verdict == .resolved
      else { throw Self.refusal("its arbiter has not resolved its exchange") }
    }
    return read.content
  }

  private static func refusal(_ why: String) -> Refusal {
    Refusal(.lockInvalid, blame: .peer, "the certificate does not count: \(why)")
  }

  public var json: JSON {
    switch staple {
    case .opening(let opening): .fields(["certificate": certificate.json, "opening": opening.json])
    case .resolution(let decision): .fields(["certificate": certificate.json, "resolution": decision.json])
    }
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    certificate = try fields.value("certificate")
    let opening: ItemOpening? = try fields.optional("opening")
    let resolution: SignedStatement? = try fields.optional("resolution")
    try fields.close()
    switch (opening, resolution) {
    case (.some(let opening), nil): staple = .opening(opening)
    case (nil, .some(let decision)): staple = .resolution(decision)
    case (nil, nil), (.some, .some):
      throw CodingError(.wrongForm, "a certificate counts with its opening, or with the arbiter's resolution")
    }
  }
}
