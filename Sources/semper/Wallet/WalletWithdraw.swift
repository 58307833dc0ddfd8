import ArgumentParser
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet withdraw AMOUNT`, or `--ahead` to leave amounts and times to the wallet.
struct WalletWithdraw: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Turn account balance into coins (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The amount in EUR, such as 50.00.")
  var amount: String?
  @Flag(help: "Let the wallet withdraw ahead of payments from now on, so that amounts and times do not link them.")
  var ahead = false

  func validate() throws {
    guard ahead == (amount == nil) else { throw ValidationError("give either an amount or --ahead") }
  }

  func run() async throws {
    guard let amount = try amount.map({ try TypedAmount($0, in: language).money }) else { return try await stock() }
    try await options.withWallet { wallet in
      _ = try await wallet.purse.recover()
      let fee = try await wallet.purse.withdraw(amount).content.fee
      if try await wallet.purse.needsRecoup() { try await wallet.purse.recoup() }
      let coins = try await wallet.purse.balance()
      if options.json {
        Output.json(
          .fields(["available": coins.available.json, "fee": fee?.json, "withdrawn": amount.json]))
      } else {
        let texts = options.texts
        Output.line(
          texts(
            WalletText.withdrawDone,
            ["amount": texts.price(amount), "coins": texts.coins(coins.available, coins.coins)]))
        if let fee { Output.line(texts(WalletText.withdrawFee, ["fee": texts.price(fee)])) }
      }
    }
  }

  private func stock() async throws {
    let policy = WithdrawalPolicy.standard
    try await options.withWallet { wallet in
      var generator = SystemRandomNumberGenerator()
      _ = try await wallet.purse.recover()
      let kept = try await wallet.purse.keepStock(policy, using: &generator)
      if options.json {
        Output.json(.fields(["due": kept.due?.json, "withdrawn": kept.withdrawn?.json]))
      } else {
        let texts = options.texts
        Output.line(
          texts(
            WalletText.withdrawAhead,
            [
              "amount": texts.price(Money(minorUnits: policy.parcel, .euro)),
              "low": texts.price(Money(minorUnits: policy.low, .euro)),
            ]))
      }
    }
  }
}
