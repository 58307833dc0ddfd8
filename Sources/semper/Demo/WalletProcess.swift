import Foundation
import SemperCoding
import SemperModel
import SemperPayments
import SemperWallet

/// The buyer's wallet as its owner uses it: the command, run as a process of its own.
struct WalletProcess: Sendable {
  static let passphrase = "play money only"
  /// How long it waits for a shop before it goes to the arbiter, in seconds.
  static let patience = 3

  let semper: String
  let home: String
  let passphraseFile: String
  let log: String

  /// A wallet for the demonstration, with money in it.
  static func make(
    in directory: String, named name: String, semper: String, trust: String, bank: String, amount: Money
  ) async throws -> WalletProcess {
    let file = directory + "/passphrase"
    _ = FileManager.default.createFile(
      atPath: file, contents: Data(passphrase.utf8), attributes: [.posixPermissions: 0o600])
    let wallet = WalletProcess(
      semper: semper, home: directory + "/" + name, passphraseFile: file, log: directory + "/\(name).log")
    _ = try await wallet.run("init", ["--trust", trust, "--bank", bank, "--seed-file", wallet.seedFile, "--quick"])
    _ = try await wallet.run("withdraw", [amount.decimal])
    return wallet
  }

  private var seedFile: String { log + ".seed" }

  /// What the wallet is worth to somebody who has only its seed: every coin that the mint still honours.
  func restoredWealth(in directory: String, trust: String, bank: String) async throws -> Money {
    let restored = WalletProcess(
      semper: semper, home: directory + "/restored-wallet", passphraseFile: passphraseFile,
      log: directory + "/restored-wallet.log")
    _ = try await restored.run("restore", ["--trust", trust, "--bank", bank, "--seed-file", seedFile, "--quick"])
    return try await restored.wealth()
  }

  /// The same wallet copied, coins and all: what a cheat would do.
  func copied(to other: String) throws -> WalletProcess {
    try FileManager.default.copyItem(atPath: home, toPath: other)
    return WalletProcess(semper: semper, home: other, passphraseFile: passphraseFile, log: other + ".log")
  }

  /// - Parameter command: one word, or two such as `directory pin`.
  func process(_ command: String, _ arguments: [String]) -> ChildProcess {
    let words = command.split(separator: " ").map(String.init)
    return ChildProcess(
      "wallet", semper, ["wallet"] + words + ["--home", home, "--json"] + arguments,
      environment: ["SEMPER_PASSPHRASE_FILE": passphraseFile], log: log)
  }

  /// Runs a command to its end and returns what it printed. Statuses 0 and 3 are answers; others are failures.
  func run(_ command: String, _ arguments: [String] = []) async throws -> JSON {
    let process = process(command, arguments)
    try await process.start()
    return try await Self.answer(of: process, log: log)
  }

  static func answer(of process: ChildProcess, log: String) async throws -> JSON {
    let line = await process.nextLine()
    return try answer(line, status: await process.wait(), log: log)
  }

  /// Apart and not inlined, because the optimiser of Swift 6.3.1 crashes on this as a part of the function above.
  @inline(never)
  private static func answer(_ line: String?, status: Int32, log: String) throws -> JSON {
    guard status == 0 || status == 3, let line else {
      throw DemoError(.demoErrorWallet, ["status": String(status), "log": log])
    }
    return try CanonicalJSON.parse(Array(line.utf8), limits: DecodingLimits(allowsFractions: true))
  }

  func buying(
    _ code: String, at shop: String, paying system: String?, accepting terms: String? = nil,
    trusting issuers: [String] = [],
    patience: Int = Self.patience
  ) -> ChildProcess {
    process(
      "buy",
      [shop, code, "--yes", "--patience", String(patience)] + (system.map { ["--pay", $0] } ?? [])
        + (terms.map { ["--accept-terms", $0, "--risk", "9000.00"] } ?? []) + issuers)
  }

  /// Coins, coins on their way, the account, and if they are there the card's account and what is on the chip card, together.
  func wealth() async throws -> Money {
    let balance = try await run("balance")
    let parts = try ["available", "inFlight", "account"].map { try Money(json: balance[$0] ?? .null) }
    return try (parts.dropFirst() + Self.onCards(balance)).reduce(parts[0]) { $0.adding($1) ?? $0 }
  }

  /// What is on the account of the credit card and on the chip card, as far as they are there.
  func onCards() async throws -> [Money] { try Self.onCards(await run("balance")) }

  private static func onCards(_ balance: JSON) throws -> [Money] {
    try ["card", "chip"].compactMap { name in try balance[name].map { try Money(json: $0) } }
  }

  /// Puts a chip card into the wallet, loaded.
  func addChipCard(loading amount: Money) async throws {
    _ = try await run("card")
    _ = try await run("special", ["chipper", "load", amount.decimal])
  }

  /// Puts a card of a bank that issues credit cards into the wallet.
  func addCard(of bank: String) async throws { _ = try await run("card", [bank]) }

  /// With which systems it can pay.
  func systems() async throws -> [SchemeID] {
    guard case .array(let shown) = try await run("purses") else { return [] }
    return try shown.map { try PurseDescriptor(json: $0["purse"] ?? .null).scheme }.sorted { $0.name < $1.name }
  }
}
