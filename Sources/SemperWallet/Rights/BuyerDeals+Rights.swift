import SemperCommerce
import SemperCredentialSystems
import SemperCredentials
import SemperCryptography
import SemperEngine
import SemperModel
import SemperStatements
import SemperTerms

extension BuyerDeals {
  private static let system: any CredentialSystem = SDJWTCredentials()

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
