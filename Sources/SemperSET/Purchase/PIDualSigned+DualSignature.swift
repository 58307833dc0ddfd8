import SemperCryptography
import SemperModel

/// The dual signature: one signature over two digests, of which each side can compute one and is given the other.
extension PIDualSigned {
  init(
    _ payment: PIData, order: CMSDigestedData, by signer: SigningIdentity, to gateway: SETCertificate
  ) throws(CryptographyError) {
    let halves = PITBS(payment: payment.digest, order: order)
    signature = try CMSSignedData(
      PITBS.contentType, halves.derBytes, by: [(signer.signer, signer.key)],
      certificates: [signer.certificate] + signer.issuers, isDetached: true)
    sealed = try ExtraStrong(
      PIDualSignedTBE(link: Linked(payment.head, order), card: payment.card.digest), secret: payment.card, to: gateway)
  }

  /// The cardholder who signed for both halves.
  func cardholder(
    payment: CMSDigestedData, order: CMSDigestedData, trust: SETTrust, at now: Timestamp
  ) throws(SETRefusal) -> SETCertificate {
    let cardholder = try trust.signer(of: signature, .cardholder, at: now)
    let halves = PITBS(payment: payment, order: order)
    guard signature.type == PITBS.contentType, signature.content == nil,
      cardholder.hasSigned(signature, content: halves.derBytes)
    else { throw SETRefusal(.dualSignature, "the cardholder has not signed this order with these instructions") }
    return cardholder
  }
}
