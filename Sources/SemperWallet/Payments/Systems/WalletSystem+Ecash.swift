import SemperCommerce
import SemperCommunication
import SemperEcash
import SemperModel
import SemperPayments

extension WalletSystem {
  /// Coins that the wallet holds, from the mint of its bank.
  static let ecash = WalletSystem(scheme: EcashPaymentPurse.scheme) { id, wallet in
    Means(
      purse: EcashPaymentPurse(
        id, purse: wallet.coins, bank: wallet.bankName, limits: PurseSurroundings.limits),
      ledger: wallet.bank.key)
  }
}
