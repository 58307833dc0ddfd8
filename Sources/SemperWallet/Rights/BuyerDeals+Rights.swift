import SemperArchive
import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperEngine
public import SemperModel
import SemperStatements
import SemperTerms

extension BuyerDeals {
  private static let system: any CredentialSystem = SDJWTCredentials()

  private var given: GivenCredentials { GivenCredentials(records: around.archive.records, keys: around.keys) }

  /// A new key for somebody who issues this wallet a credential.
  public func nextHolder() async throws -> PublicKey { try await given.nextHolder() }

  /// Keeps a credential that was issued to such a key. Refuses one that is not genuine, and one that is another wallet's.
  public func keep(_ credential: String) async throws -> WalletRight {
    let now = await around.time.now()
    return WalletRight(try await given.keep(credential, at: now), at: now)
  }

  /// What the terms ask of a buyer, shown to this seller in this deal with no more than its type; of several the newest. Refuses
  /// (`credentialMissing`) where the wallet holds none that is in force.
  func shown(for found: FoundOffer, in deal: ID<Deal>, at now: Timestamp) async throws -> [ShownCredential] {
    let types = found.terms.content.requirements?.buyer ?? []
    guard !types.isEmpty else { return [] }
    let rights = try await rights().filter { !$0.isOver(at: now) }
    let place = ShowingPlace.order(
      in: deal, on: found.offer.digest, by: around.keys.signing(deal).thumbprint,
      to: found.offer.content.seller.thumbprint)
    return try types.map { type in
      guard let right = rights.last(where: { (try? CredentialType(text: $0.held.type))?.name == type }) else {
        throw Refusal(
          .credentialMissing, blame: .us,
          "the terms ask you for the credential “\(type)”, and this wallet holds none that is in force; get one first")
      }
      let showing = CredentialShowing(to: place.audience, nonce: place.nonce, issued: now)
      return ShownCredential(
        type: type, shown: try Self.system.show(right.credential, showing, by: right.holder))
    }
  }

  /// All rights that this wallet holds, oldest first: the journals of its deals keep what was given in them.
  func rights() async throws -> [KeptRight] {
    var kept = [KeptRight]()
    for machine in try await all() {
      guard let record = machine.record else { continue }
      let deal = record.opening.deal
      for (right, given) in record.rights(from: .seller) {
        // It was found good before it was signed for.
        guard let held = try? Self.system.read(right.credential, at: given) else { continue }
        kept.append(
          KeptRight(held: held, credential: right.credential, holder: around.keys.signing(deal), deal: deal))
      }
    }
    kept += try await given.all()
    return kept.sorted { ($0.held.issued, $0.name) < ($1.held.issued, $1.name) }
  }

  /// An SD-JWT with the holder's word. Refuses a right that this wallet does not hold, and one that has expired.
  func present(_ showing: RightShowing, at now: Timestamp) async throws -> String {
    let named = try await rights().filter { $0.name.hasPrefix(showing.right) }
    guard let right = named.first, named.count == 1, !showing.right.isEmpty else {
      throw WalletError(.notFound, .errorRight, ["right": String(showing.right.prefix(64))])
    }
    guard !right.isOver(at: now) else {
      throw WalletError(
        .notPossible, .errorRightOver, ["right": right.name, "time": right.held.expires?.description ?? ""])
    }
    let audience = showing.audience ?? right.held.issuer.description
    return try Self.system.show(
      right.credential,
      CredentialShowing(to: audience, nonce: showing.nonce, revealing: showing.revealing, issued: now),
      by: right.holder)
  }
}
