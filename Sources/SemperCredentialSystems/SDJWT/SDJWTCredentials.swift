import SemperCoding
public import SemperCredentials
public import SemperCryptography
public import SemperModel

/// Credentials as SD-JWT VC: signed by the issuer's key, which the token brings along and its `iss` names by the thumbprint, and bound
/// to the holder's key.
///
/// Linkability: whoever sees two showings of one credential sees that they are of the same holder, and so do audience and issuer
/// together. A holder that does not want that gets another credential for another deal, under another key.
public struct SDJWTCredentials: CredentialSystem {
  public init() {}

  public func issue(_ draft: CredentialDraft, by issuer: SigningKey) throws -> String {
    let secret = draft.secret
    var hiding = SDJWTDraft { place in
      KeyDerivation.bytes(
        from: secret, for: .credentialSalt, context: Array(place.utf8), length: Disclosure.saltSize)
    }
    let open: JSON = .fields([
      SDJWTName.confirmation: .fields([SDJWTName.key: draft.holder.json]),
      SDJWTName.expires: draft.expires.seconds.json, SDJWTName.issued: draft.issued.seconds.json,
      SDJWTName.issuer: Self.name(of: issuer.thumbprint).json, SDJWTName.type: draft.type.json,
    ])
    let claims = hiding.object(open: open.object ?? JSONObject([]), hidden: draft.claims)
    return SDJWT(try WebToken(claims, type: SDJWTName.credential, signedBy: issuer), hiding.disclosures).text
  }

  public func read(_ credential: String, at now: Timestamp) throws(Refusal) -> HeldCredential {
    let token = try Self.parsed(credential)
    guard token.binding == nil else {
      throw Refusal(.malformed, blame: .peer, "this credential was shown to somebody, so it is not given to be held")
    }
    return try opened(token, at: now).held
  }

  public func show(_ credential: String, _ showing: CredentialShowing, by holder: SigningKey) throws -> String {
    let token = try Self.parsed(credential)
    let (held, claims) = try opened(token, at: showing.issued)
    guard held.holder == holder.publicKey else {
      throw Refusal(.wrongSigner, blame: .us, "this credential is another key's")
    }
    for place in showing.revealing where !held.places.contains(place) {
      throw Refusal(
        .notFound, blame: .us,
        "the credential says nothing under “\(place.prefix(80))”; it says \(held.places.joined(separator: ", "))")
    }
    let shown = SDJWT(
      token.token,
      claims.filter { claim in showing.revealing.contains { Self.stands(claim.place, above: $0) } }.map(\.disclosure))
    let word: JSON = .fields([
      SDJWTName.audience: showing.audience.json, SDJWTName.digest: Disclosure.digest(of: shown.unbound).json,
      SDJWTName.issued: showing.issued.seconds.json, SDJWTName.nonce: showing.nonce.json,
    ])
    let binding = try WebToken(word.object ?? JSONObject([]), type: SDJWTName.keyBinding, signedBy: holder)
    return SDJWT(shown.token, shown.disclosures, binding: binding).text
  }

  public func check(
    _ shown: String, to audience: String, nonce: String, at now: Timestamp
  ) throws(Refusal) -> HeldCredential {
    let token = try Self.parsed(shown)
    let held = try opened(token, at: now).held
    try SDJWTVerifier().checkBinding(of: token, by: held.holder, to: audience, nonce: nonce, at: now)
    return held
  }

  /// With the claims that can be kept back and their places.
  private func opened(
    _ token: SDJWT, at now: Timestamp
  ) throws(Refusal) -> (held: HeldCredential, claims: [(place: [String], disclosure: Disclosure)]) {
    guard let key = token.token.key, token.token.claims[SDJWTName.issuer] == Self.name(of: key.thumbprint).json else {
      throw Refusal(
        .wrongSigner, blame: .peer, "the credential does not name its issuer by the key that it brings along")
    }
    let (claims, places) = try SDJWTVerifier().claims(of: token, signedBy: key, at: now)
    do throws(CodingError) {
      guard let confirmation = claims[SDJWTName.confirmation]?[SDJWTName.key] else {
        throw CodingError(.missing, "it names no holder").inside(SDJWTName.confirmation)
      }
      guard let issued = try SDJWTVerifier.moment(SDJWTName.issued, claims) else {
        throw CodingError(.missing, "it does not say when it was issued").inside(SDJWTName.issued)
      }
      let held = HeldCredential(
        id: Digest(plain: Array(token.token.text.utf8)), type: try String(json: claims[SDJWTName.type] ?? .null),
        issuer: key.thumbprint, holder: try PublicKey(json: confirmation),
        claims: claims.without(SDJWTName.alwaysShown), places: places.map { $0.place.joined(separator: "/") },
        issued: issued, expires: try SDJWTVerifier.moment(SDJWTName.expires, claims))
      return (held, places)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the credential cannot be read: \(error)")
    }
  }

  /// A claim inside another is shown with what it stands in, else nobody could tell where it belongs.
  private static func stands(_ place: [String], above revealed: String) -> Bool {
    let path = place.joined(separator: "/")
    return path == revealed || revealed.hasPrefix(path + "/")
  }

  private static func parsed(_ text: String) throws(Refusal) -> SDJWT {
    do throws(CodingError) { return try SDJWT(text: text) } catch {
      throw Refusal(.malformed, blame: .peer, "the credential cannot be read: \(error)")
    }
  }

  private static func name(of issuer: Thumbprint) -> String { SDJWTName.thumbprint + issuer.description }
}
