import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperSEPA

/// The banks to which the wallet's bank transfers: as that tells them, and as authorities that the wallet trusts certify them.
struct ReachedBanks: BankList {
  let bank: Offer.Provider
  let transport: any Transport
  let roles: RoleVerifier
  let time: any TimeSource

  func directory() async throws -> BankDirectory {
    let client = TransferClient(transport: transport, address: bank.address, bank: bank.key)
    let (told, now) = (try await client.banks(), await time.now())
    var keys = [BankCode(of: bank.key.thumbprint): bank.key]
    for signed in told {
      guard let key = try? roles.verify(signed, role: .bank, at: now).description.key else { continue }
      let code = BankCode(of: key.thumbprint)
      keys[code] = keys[code] ?? key
    }
    return BankDirectory(keys)
  }

  /// Whether money gets there by transfer. A bank that does not tell transfers to nobody else.
  func reach(_ key: PublicKey) async throws -> Bool {
    do {
      return try await directory()[BankCode(of: key.thumbprint)] == key
    } catch is Refusal {
      return false
    }
  }
}
