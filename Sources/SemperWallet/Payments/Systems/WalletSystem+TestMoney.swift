import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney

extension WalletSystem {
  /// Money of the wallet's account at its bank, without coins.
  static let testmoney = WalletSystem(scheme: TestMoneyPurse.scheme) { id, wallet in
    let (account, keys, bank) = (wallet.around.keys.account, wallet.dealKeys, wallet.bank)
    let client = TestMoneyClient(transport: wallet.around.transport, address: bank.address, bank: bank.key)
    let locking = AccountPurse(
      desk: client, account: account, payee: account, refundKey: { try await keys.refundKey(for: $0) },
      time: wallet.around.time, arbiterKey: { try await keys.arbiterKey($0) })
    return Means(
      purse: TestMoneyPurse(
        id, bank: bank.key, named: wallet.bankName, account: account, link: client, limits: PurseSurroundings.limits,
        role: .pay,
        locking: locking, time: wallet.around.time),
      ledger: bank.key)
  }
}
