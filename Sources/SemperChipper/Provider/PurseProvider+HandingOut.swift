import SemperArchive
import SemperBank
import SemperCryptography
public import SemperModel

extension PurseProvider {
  /// Makes a module that goes into the hands of a merchant, whose account is credited with what it takes.
  ///
  /// Refuses (`unknownAccount`) who has no account, and (`notSupported`) where the key of purchases is in a token, which gives it to nobody.
  public func handOut(
    to merchant: Thumbprint, using generator: inout some RandomNumberGenerator
  ) async throws -> IssuedModule {
    guard let key = keys.master(.purchase) as? CMACKey else {
      throw Refusal(
        .notSupported, blame: .us,
        "the key of purchases is in a token, which gives it to nobody; such a bank keeps its merchants' modules itself")
    }
    let bank = bank
    _ = try await records.read { try bank.balance(of: merchant, $0) }
    return IssuedModule(try await issueModule(to: merchant, using: &generator), purchaseKey: key)
  }
}
