import ArgumentParser
import SemperCoding
import SemperCryptography
import SemperEcash
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet withdraw AMOUNT [--into SYSTEM]`, or `--ahead` to leave amounts and times to the wallet.
struct WalletWithdraw: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "Turn account balance into coins, or into value on a chip card (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The amount in EUR, such as 50.00.")
  var amount: String?
  @Option(help: "What to fill: ecash (coins), or another purse that holds money itself, such as chipper.")
  var into = Self.coins
  @Flag(help: "Let the wallet withdraw ahead of payments from now on, so that amounts and times do not link them.")
  var ahead = false

  private static let coins = "ecash"

  func validate() throws {
    guard ahead == (amount == nil) else { throw ValidationError("give either an amount or --ahead") }
    guard !ahead || into == Self.coins else { throw ValidationError("--ahead is for coins; give an amount") }
  }

  func run() async throws {
    guard let amount = try amount.map({ try TypedAmount($0, in: language).money }) else { return try await stock() }
    guard into == Self.coins else { return try await fill(amount) }
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

  /// Another purse than that of coins.
  private func fill(_ amount: Money) async throws {
    try await options.withWallet { wallet in
      let held = try await wallet.payments.fill(into, with: amount)
      if options.json {
        Output.json(.fields(["available": held.json, "withdrawn": amount.json]))
      } else {
        let texts = options.texts
        Output.line(
          texts(
            WalletText.withdrawFilled,
            ["amount": texts.price(amount), "system": HumanText.line(into), "held": texts.price(held)]))
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
