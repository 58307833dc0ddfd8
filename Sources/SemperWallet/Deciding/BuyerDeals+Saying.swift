import SemperCoding
public import SemperCommerce
import SemperCryptography
import SemperEcash
public import SemperModel
import SemperPreferences
import SemperTrustedUI

extension BuyerDeals {
  /// Answers what a deal asks its owner; `run` goes on with it. What the word pays is shown to the owner before it counts, unless its limits
  /// let the wallet pay so much without asking; the deal may then take so much for it and no more.
  ///
  /// Refuses a word to a deal that asks nothing, or something else; a payment above the owner's limits (`limitExceeded`), and one that the
  /// owner says no to (`userDeclined`) or the purse holds too little for (`insufficientFunds`), which would end the step as failed: nothing is
  /// said then, and the deal waits on.
  public func say(_ word: StepWord, in deal: ID<Deal>) async throws {
    let machine = try await restored(deal)
    guard let record = machine.record else { throw WalletError(.notFound, .errorDeal) }
    guard let step = OpenStep(machine) else {
      throw Refusal(.tooLate, blame: .us, "this deal asks you nothing now; “semper wallet deals” goes on with it")
    }
    var taken = try step.taken(word, in: machine)
    let payments = try step.payments(by: taken, in: machine)
    if case .give(let given, _) = taken {
      for payment in payments {
        try await checkFunds(for: payment, step, record)
        try await agree(to: payment, step, record)
      }
      taken = .give(given, paying: payments)
    }
    try await words.say(taken, in: deal, turn: step.turn)
  }

  private func agree(to payment: ItemAmount, _ step: OpenStep, _ record: DealRecord) async throws {
    switch around.policy.verdict(on: payment.amount) {
    case .allow: return
    case .deny(let reason): throw Refusal(.limitExceeded, blame: .us, reason)
    case .ask: break
    }
    let asked = StepPaymentDialog(
      payment: payment, step: step, record: record, seller: sellerName(record),
      texts: WalletTexts.of(around.display.language))
    let dialog = asked.dialog
    let answer = try await around.display.ask(dialog)
    guard answer.isYes, answer.subject == dialog.subject else {
      throw Refusal(
        .userDeclined, blame: .us,
        "you did not agree to pay \(payment.amount); nothing was said, and the deal waits for your word until \(step.until)"
      )
    }
  }

  /// A bank that cannot be asked what its coins are worth now says so at the payment.
  private func checkFunds(for payment: ItemAmount, _ step: OpenStep, _ record: DealRecord) async throws {
    guard let balance = try? await purse(at: record.offer.bank).balance(),
      balance.available.currency == payment.amount.currency
    else { return }
    let lacking = payment.amount.minorUnits - balance.available.minorUnits - balance.inFlight.minorUnits
    guard lacking > 0 else { return }
    let rest = Money(minorUnits: lacking, payment.amount.currency)
    throw Refusal(
      .insufficientFunds, blame: .us,
      "this step pays \(payment.amount), and the purse holds \(balance.available): “semper wallet withdraw \(rest.decimal)”, then say it again; nothing was said, and the deal waits for your word until \(step.until)"
    )
  }
}
