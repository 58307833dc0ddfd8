import SemperCommerce
import SemperCommunication
import SemperCredentialSystems
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTestMoney

/// How a wallet sees that money has come back in a step of a deal and takes it to its own account, and that a right is what the terms
/// give.
struct WalletStepMeans: StepMeans {
  let transport: any Transport
  let keys: WalletKeys
  let hearing: WalletHearing
  let time: any TimeSource
  let rights = DealRights(SDJWTCredentials())

  func giveBack(_ amount: Money, of payment: Digest, turn: Int, in record: DealRecord) async throws -> Digest {
    throw Refusal(.notSupported, blame: .us, "a buyer has nothing to give back that was paid to it")
  }

  func objection(to money: SentMoney, in record: DealRecord) async throws -> Refusal? {
    guard let course = record.course else { return nil }
    let (deal, bank, turn) = (record.opening.deal, record.offer.bank, course.turn)
    let (key, refund) = (
      keys.signing(deal), StepRefund(transport: transport, address: bank.address, bank: bank.key)
    )
    guard
      try await refund.hasArrived(money.amount, in: deal, turn: turn, for: key, now: await time.now())
    else {
      return Refusal(
        .unknownPayment, blame: .peer,
        "the bank has no \(money.amount.decimal) \(money.amount.currency) from the seller")
    }
    try await refund.collect(
      money.amount, in: deal, turn: turn, from: key, to: keys.account.thumbprint, issued: course.begun)
    return nil
  }

  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    try await hearing.ruling(in: record, until: until)
  }

  func issue(_ item: String, in record: DealRecord) async throws -> HandedCredential {
    try rights.issue(item, in: record, by: keys.signing(record.opening.deal))
  }

  func objection(to credential: HandedCredential, in record: DealRecord) async throws -> Refusal? {
    rights.objection(to: credential, in: record, at: await time.now())
  }
}
