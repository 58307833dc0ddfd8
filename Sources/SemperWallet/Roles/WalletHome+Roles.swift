import SemperArchiveSQLite
import SemperCommerce
public import SemperCommunication
import SemperCryptography
import SemperEngine
public import SemperModel

extension WalletHome {
  /// What the owner lets be done without asking.
  public var roles: WalletRoles { WalletRoles(records: home.archive.records) }

  /// Unlocks a role from now on. This process has opened the home with the passphrase.
  public func unlock(role name: String, for span: Span) async throws -> KeptRole {
    try await roles.unlock(name, for: span, at: await time.now())
  }

  public func now() async -> Timestamp { await time.now() }

  /// The key of the certified seller at an address, for a role that is for its shop.
  public func seller(at shop: Address) async throws -> Thumbprint {
    try await OfferFinder(transport, roles: deals.around.roles).role(.shop, at: shop, now: await time.now())
      .description.key.thumbprint
  }
}
