import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTerms

/// The credentials that others have issued to a shop, such as an accreditation, and how it shows them in its offers.
struct ShopCredentials: Sendable {
  /// Type → credential.
  private static let held = RecordTable("shop_credentials")
  /// Type and terms → as it is shown, once for all offers, so that these do not change.
  private static let shown = RecordTable("shop_shown_credentials")

  let records: any Records
  let key: SigningKey
  let time: any TimeSource
  let system: any CredentialSystem = SDJWTCredentials()

  /// Takes a credential in place of the one of its type that there was. Refuses one that is bound to another key than the shop's.
  func hold(_ credential: String) async throws {
    let held = try system.read(credential, at: await time.now())
    guard held.holder == key.publicKey, let type = try? CredentialType(text: held.type).name else {
      throw Refusal(
        .credentialInvalid, blame: .us,
        "this credential is not issued to this shop; its key is what “semper till holder” prints")
    }
    try await records.transact { transaction in
      try transaction.set(Array(credential.utf8), for: Array(type.utf8), in: Self.held)
      for entry in try transaction.list(Self.shown, prefix: Array((type + ":").utf8), after: nil, limit: 1_000) {
        try transaction.remove(entry.key, in: Self.shown)
      }
    }
  }

  /// What offers under these terms show of what the terms ask of the seller; what the shop does not hold, or has expired, is missing.
  func shown(under terms: VerifiedStatement<TermsOfBusiness>) async throws -> [ShownCredential] {
    let place = ShowingPlace.offers(of: key.thumbprint, under: terms.digest)
    var all = [ShownCredential]()
    for type in terms.content.requirements?.seller ?? [] {
      guard let shown = try await shown(type, place, Array("\(type):\(terms.digest)".utf8)) else { continue }
      all.append(ShownCredential(type: type, shown: shown))
    }
    return all
  }

  /// What the terms ask of the seller and offers do not show.
  func missing(under terms: VerifiedStatement<TermsOfBusiness>) async throws -> [String] {
    let shown = try await shown(under: terms).map(\.type)
    return (terms.content.requirements?.seller ?? []).filter { !shown.contains($0) }
  }

  private func shown(_ type: String, _ place: ShowingPlace, _ name: [UInt8]) async throws -> String? {
    if let known = try await records.read({ try $0.value(name, in: Self.shown) }) {
      return String(decoding: known, as: UTF8.self)
    }
    guard let bytes = try await records.read({ try $0.value(Array(type.utf8), in: Self.held) }) else { return nil }
    let showing = CredentialShowing(to: place.audience, nonce: place.nonce, issued: await time.now())
    guard let shown = try? system.show(String(decoding: bytes, as: UTF8.self), showing, by: key) else { return nil }
    try await records.transact { try $0.set(Array(shown.utf8), for: name, in: Self.shown) }
    return shown
  }
}
