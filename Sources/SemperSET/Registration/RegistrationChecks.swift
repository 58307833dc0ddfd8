import SemperCoding
import SemperCryptography
import SemperModel

/// What both sides of a registration verify and compute alike. Pure.
enum RegistrationChecks {
  /// A request is signed with the key that it wants certified, and repeats the authority's challenge.
  static func request(
    _ signed: Signed<CertReqData>, challenge: Challenge
  ) throws(SETRefusal) -> (CertReqData, PublicKey) {
    let claimed = try signed.claimed()
    guard let point = claimed.signingKey?.bytes, point.count == 65, point[0] == 0x04 else {
      throw SETRefusal(.decoding, "a key to be certified is a point of P-256")
    }
    let key = PublicKey.p256(x: Array(point[1..<33]), y: Array(point[33...]))
    let request = try signed.content(byHolderOf: key)
    guard request.authorityChallenge == challenge else {
      throw SETRefusal(.challenge, "the request does not bear the authority's challenge; ask for the form again")
    }
    return (request, key)
  }

  /// The secret of a card, of a share of each side and bound to the request: neither side can choose it.
  static func secret(_ cardholder: CardSecret, _ authority: CardSecret, _ request: CertReqData) throws(SETRefusal)
    -> PANSecret
  {
    let bytes = KeyDerivation.bytes(
      from: cardholder.bytes + authority.bytes, for: .cardSecret,
      context: SemperModel.Digest(plain: request.derBytes).bytes)
    do { return try PANSecret(bytes: bytes) } catch { throw SETRefusal(.decoding, error.message) }
  }

  /// An answer of an authority: its certificate and signature, our request and our challenge.
  static func authority<Content: SETContent>(
    _ signed: Signed<Content>, _ type: CertificateType, trust: SETTrust, at now: Timestamp
  ) throws(SETRefusal) -> Content {
    let authority = try trust.signer(of: signed.data, .authorityOnLine, of: type, at: now)
    return try signed.content(by: authority)
  }

  static func answer(
    _ rrpid: RRPID, _ challenge: Challenge, _ entity: LocalID, to ours: CardRegistration.Asked
  ) throws(SETRefusal) {
    guard rrpid == ours.rrpid, entity == ours.entity else {
      throw SETRefusal(.rrpid, "the answer belongs to another request")
    }
    guard challenge == ours.challenge else {
      throw SETRefusal(.challenge, "the answer does not bear our challenge; it may be an old one")
    }
  }
}
