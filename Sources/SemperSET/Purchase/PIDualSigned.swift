public import SemperCoding
public import SemperCryptography

/// The gateway's part of a purchase, which the merchant passes on without being able to read it.
public struct PIDualSigned: DERValue, Hashable {
  /// On `PITBS`, which is not here: each side puts it together from what it has.
  public let signature: CMSSignedData
  public let sealed: ExtraStrong<PIDualSignedTBE, PANData>

  public var der: DERElement {
    .sequence([signature.der, sealed.der])
  }

  public init(der: DERElement) throws(CodingError) {
    var fields = try DERReader(der)
    signature = try fields.value()
    sealed = try fields.value()
    try fields.close()
  }

  init(signature: CMSSignedData, sealed: ExtraStrong<PIDualSignedTBE, PANData>) {
    self.signature = signature
    self.sealed = sealed
  }
}
