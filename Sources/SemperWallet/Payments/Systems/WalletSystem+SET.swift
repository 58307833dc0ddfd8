import SemperArchive
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments
import SemperSET

extension WalletSystem {
  /// A card that the wallet's owner has put in.
  static let set = WalletSystem(scheme: SETCardPurse.scheme) { id, wallet in
    guard let inserted = wallet.card else { return nil }
    let (around, keys, account) = (wallet.around, wallet.dealKeys, wallet.around.keys.cardAccount)
    let bank = CardBankClient(
      transport: around.transport, address: inserted.bank.address, bank: inserted.bank.key)
    let desk = try inserted.card.desk()
    let locking = CardPurse(
      desk: desk, gateway: bank.gateway, records: around.archive.records, time: around.time,
      way: { SETClient(transport: around.transport, address: $0, media: .payment) },
      refundKey: { try await keys.refundKey(for: $0) }, arbiterKey: { try await keys.arbiterKey($0) })
    // The bank of the brand knows nothing of the account of a card that another bank has issued.
    let faculties =
      inserted.card.isElsewhere
      ? PurseFaculties(lockingPurse: locking)
      : PurseFaculties(
        bankBalance: {
          let now = await around.time.now()
          let balance = try await bank.account(of: account, now: now).balance
          return BankBalance(available: balance, held: .zero(balance.currency), asOf: now)
        },
        statement: { try await bank.statement(of: account, in: $0, now: around.time.now()) },
        lockingPurse: locking)
    return Means(
      purse: SETCardPurse(
        id, desk: desk, gateway: bank.gateway, bank: inserted.bankName, limits: PurseSurroundings.limits,
        faculties: faculties, expires: inserted.card.expires, time: around.time),
      ledger: inserted.bank.key)
  }
}
