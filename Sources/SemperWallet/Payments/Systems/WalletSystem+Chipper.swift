import SemperBank
import SemperChipper
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperTestMoney

extension WalletSystem {
  /// A purse on a chip card from the wallet's bank. It loads from the wallet's account there, and what it pays for a deal goes under
  /// a lock at the bank.
  static let chipper = WalletSystem(scheme: ChipperPurse.scheme, isMetered: ChipperPurse.isMetered) { id, wallet in
    guard let chip = wallet.chip else { return nil }
    let (account, keys, bank) = (wallet.around.keys.account, wallet.dealKeys, wallet.bank)
    let (transport, time) = (wallet.around.transport, wallet.around.time)
    let client = TestMoneyClient(transport: transport, address: bank.address, bank: bank.key)
    let locking = AccountPurse(
      desk: client, account: account, payee: account, refundKey: { try await keys.refundKey(for: $0) },
      time: time, arbiterKey: { try await keys.arbiterKey($0) })
    return Means(
      purse: ChipperPurse(
        id, card: chip.channel,
        host: RemotePurseHost(
          number: CardNumber(hostOf: bank.key.thumbprint), transport: transport, address: bank.address),
        provider: bank.key.thumbprint, named: wallet.bankName, limits: PurseSurroundings.cardLimits,
        expires: chip.expires, pin: { chip.pin }, changesPIN: false,
        locks: (bank.key, locking),
        account: TestMoneyPurse(
          id, bank: bank.key, account: account, link: client, limits: PurseSurroundings.cardLimits, role: .pay,
          time: time),
        time: time),
      ledger: bank.key)
  }
}
