import SemperCoding
import SemperCryptography
import SemperModel

/// Verifies SD-JWTs by RFC 9901, section 7: the issuer's signature and times, the claims that are shown, and the holder's word to
/// one audience.
struct SDJWTVerifier {
  /// The type that the issuer's token has to have.
  var type = SDJWTName.credential

  /// The claims with those that are shown. Refuses, with the peer's blame, another type, a signature that is not by this key, what is
  /// not in force, and claims that were not hidden there.
  func claims(
    of token: SDJWT, signedBy key: PublicKey, at now: Timestamp
  ) throws(Refusal) -> (claims: JSONObject, places: [(place: [String], disclosure: Disclosure)]) {
    guard token.token.type == type else {
      throw Refusal(.unknownKind, blame: .peer, "this is no credential of the type “\(type)”")
    }
    guard token.token.isSigned(by: key) else {
      throw Refusal(.badSignature, blame: .peer, "the credential is not signed by its issuer")
    }
    do throws(CodingError) {
      let read = try SDJWTReader.read(token)
      try checkTimes(read.claims, at: now)
      return read
    } catch let error {
      if let late = error.place.first, [SDJWTName.expires, SDJWTName.notBefore, SDJWTName.issued].contains(late),
        error.code == .outOfRange
      {
        throw Refusal(.expired, blame: .peer, error.message)
      }
      throw Refusal(.malformed, blame: .peer, "the credential cannot be read: \(error)")
    }
  }

  /// Refuses (`credentialInvalid`) a token that its holder has not shown to this audience in answer to this nonce.
  func checkBinding(
    of token: SDJWT, by holder: PublicKey, to audience: String, nonce: String, at now: Timestamp
  ) throws(Refusal) {
    guard let binding = token.binding, binding.type == SDJWTName.keyBinding, binding.isSigned(by: holder) else {
      throw invalid("it is not shown by its holder")
    }
    guard binding.claims[SDJWTName.digest] == Disclosure.digest(of: token.unbound).json else {
      throw invalid("its holder has shown other claims with it")
    }
    guard binding.claims[SDJWTName.audience] == audience.json else { throw invalid("it was shown to somebody else") }
    guard binding.claims[SDJWTName.nonce] == nonce.json else {
      throw invalid("it was shown in answer to something else")
    }
    guard let issued = try? Self.moment(SDJWTName.issued, binding.claims),
      issued <= now.advanced(by: ClockTolerance.span)
    else { throw invalid("it is shown at a time that has not come") }
  }

  private func invalid(_ reason: String) -> Refusal {
    Refusal(.credentialInvalid, blame: .peer, "the credential does not count here: \(reason)")
  }

  private func checkTimes(_ claims: JSONObject, at now: Timestamp) throws(CodingError) {
    let soon = now.advanced(by: ClockTolerance.span)
    if let expires = try Self.moment(SDJWTName.expires, claims), expires < now {
      throw CodingError(.outOfRange, "the credential has expired at \(expires)", at: [SDJWTName.expires])
    }
    for name in [SDJWTName.notBefore, SDJWTName.issued] {
      if let begins = try Self.moment(name, claims), begins > soon {
        throw CodingError(.outOfRange, "the credential is not in force before \(begins)", at: [name])
      }
    }
  }

  /// A time in seconds since 1970, as tokens write it; part of a second is none.
  static func moment(_ name: String, _ claims: JSONObject) throws(CodingError) -> Timestamp? {
    let seconds: Int64
    switch claims[name] {
    case nil: return nil
    case .integer(let whole): seconds = whole
    case .number(let number) where number.magnitude < 1e12: seconds = Int64(number.rounded(.down))
    default: throw CodingError(.wrongType, "a time is a number of seconds").inside(name)
    }
    guard (0...253_402_300_799).contains(seconds) else {
      throw CodingError(.wrongForm, "a time is out of range").inside(name)
    }
    return Timestamp(seconds: seconds)
  }
}
