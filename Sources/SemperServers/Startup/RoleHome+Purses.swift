import SemperArchive
import SemperArchiveSQLite
import SemperBank
package import SemperChipper
import SemperCryptography
package import SemperModel

extension RoleHome {
  /// The provider of purses at a bank of this home; its master keys are in the token, where there is one.
  func purses(of bank: Bank, token: Token?) async throws -> PurseProvider {
    let key = try await signingKey()
    let (number, store, currency) = (CardNumber(hostOf: key.thumbprint), home.archive.keys, bank.currency.code)
    let keys =
      if let token {
        try await ProviderKeys.open(store, currency: currency, in: token, of: number)
      } else {
        try await ProviderKeys.open(store, currency: currency)
      }
    return PurseProvider(bank: bank, number: number, keys: keys, locks: AccountLocks(bank: bank, key: key))
  }

  /// Makes a module for the hands of a merchant who has an account here, while the bank does not run. Refuses what
  /// `PurseProvider.handOut` does.
  package func module(for merchant: Thumbprint) async throws -> IssuedModule {
    let bank = Bank(
      records: home.archive.records, name: try await signingKey().thumbprint, currency: .euro, grant: .zero(.euro))
    let purses = try await purses(of: bank, token: nil)
    var generator = SystemRandomNumberGenerator()
    return try await purses.handOut(to: merchant, using: &generator)
  }
}
