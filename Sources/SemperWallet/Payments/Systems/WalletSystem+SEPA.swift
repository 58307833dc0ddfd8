import SemperBank
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSEPA

extension WalletSystem {
  /// Transfers from the wallet's account. For a deal the money is locked at the bank, and transferred when the deal is over.
  static let transfer = WalletSystem(scheme: TransferPurse.scheme) { id, wallet in
    let (account, keys, bank) = (wallet.around.keys.account, wallet.dealKeys, wallet.bank)
    let code = BankCode(of: bank.key.thumbprint)
    let directory = BankDirectory([code: bank.key])
    let client = TransferClient(transport: wallet.around.transport, address: bank.address, bank: bank.key)
    let locks = TransferLocks(
      link: client, to: code, of: directory, account: account, refundKey: { try await keys.refundKey(for: $0) },
      time: wallet.around.time, arbiterKey: { try await keys.arbiterKey($0) })
    return Means(
      purse: try TransferPurse(
        id, at: code, named: wallet.bankName, of: directory, account: account, asking: wallet.banks,
        link: client, limits: PurseSurroundings.limits, role: .pay, locks: locks, time: wallet.around.time),
      ledger: bank.key)
  }
}
