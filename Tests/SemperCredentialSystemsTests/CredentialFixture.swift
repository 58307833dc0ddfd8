import SemperCoding
import SemperCredentials
import SemperCryptography
import SemperModel

@testable import SemperCredentialSystems

/// An issuer, a holder, and a ticket that the one has issued to the other.
struct CredentialFixture {
  static let time = Timestamp(seconds: 4_000_000_000)
  static let audience = "https://shop.example"
  static let nonce = "n-1"

  let system = SDJWTCredentials()
  let issuer = SigningKey()
  let holder = SigningKey()

  static let claims = JSONObject([
    ("deal", "d-1".json),
    ("seats", .array([.string("A 1"), .string("A 2")])),
    ("says", .fields(["contract": .fields(["event": "Concert".json, "place": "Hall".json])])),
  ])

  func draft(secret: UInt8 = 1, expires: Timestamp = time.advanced(by: Span(seconds: 3600))) -> CredentialDraft {
    CredentialDraft(
      type: CredentialType("ticket").description, holder: holder.publicKey, claims: Self.claims, issued: Self.time,
      expires: expires, secret: [UInt8](repeating: secret, count: 32))
  }

  func ticket() throws -> String { try system.issue(draft(), by: issuer) }

  func showing(_ revealing: [String] = [], to audience: String = audience, nonce: String = nonce) -> CredentialShowing {
    CredentialShowing(to: audience, nonce: nonce, revealing: revealing, issued: Self.time)
  }

  /// Why the system refuses what is shown; `nil` where it does not.
  func refusal(
    _ shown: String, to audience: String = audience, nonce: String = nonce, at time: Timestamp = time
  ) -> RefusalCode? {
    do {
      _ = try system.check(shown, to: audience, nonce: nonce, at: time)
      return nil
    } catch { return error.code }
  }

  /// A token of these claims with what is put beside it, signed by the issuer and shown by the holder.
  func shown(
    _ claims: JSONObject, _ disclosures: [Disclosure] = [], type: String = SDJWTName.credential
  ) throws -> String {
    let token = try WebToken(claims, type: type, signedBy: issuer)
    let open = SDJWT(token, disclosures)
    let word = JSONObject([
      (SDJWTName.audience, Self.audience.json), (SDJWTName.digest, Disclosure.digest(of: open.unbound).json),
      (SDJWTName.issued, Self.time.seconds.json), (SDJWTName.nonce, Self.nonce.json),
    ])
    return SDJWT(token, disclosures, binding: try WebToken(word, type: SDJWTName.keyBinding, signedBy: holder)).text
  }

  /// What each credential of this issuer to this holder says.
  func open(_ more: [(String, JSON)] = []) -> JSONObject {
    JSONObject(
      [
        (SDJWTName.confirmation, .fields([SDJWTName.key: holder.publicKey.json])),
        (SDJWTName.issued, Self.time.seconds.json),
        (SDJWTName.issuer, (SDJWTName.thumbprint + issuer.thumbprint.description).json),
        (SDJWTName.type, CredentialType("ticket").description.json),
      ] + more)
  }
}
