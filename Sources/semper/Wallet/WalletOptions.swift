import ArgumentParser
import Foundation
import Logging
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import SemperPreferences
import SemperTrustedUI
import SemperWallet

/// What all wallet commands take.
struct WalletOptions: ParsableArguments {
  @Option(help: "The wallet's home directory.")
  var home = NSString(string: "~/.semper/wallet").expandingTildeInPath

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Option(help: "How much to log on standard error: error, info, debug, trace.")
  var logLevel = "error"

  /// Runs the body with an open wallet and closes everything afterwards.
  func withWallet<Result>(
    policy: SpendingPolicy = .cautious(.euro), goods: String? = nil,
    _ body: (WalletHome) async throws -> Result
  ) async throws -> Result {
    try await withProgram(policy: policy, goods: goods) { program in
      let wallet = try WalletHome.open(
        at: home, passphrase: try Passphrase.read(confirming: false), program: program)
      do {
        let result = try await body(wallet)
        try wallet.close()
        return result
      } catch {
        try? wallet.close()
        throw error
      }
    }
  }

  func withProgram<Result>(
    policy: SpendingPolicy, goods: String? = nil, _ body: (WalletHome.Program) async throws -> Result
  ) async throws -> Result {
    var logger = Logger(label: "semper.wallet", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .error
    let transport = try HTTPClientTransport()
    let program = WalletHome.Program(
      transport: transport, display: TerminalDisplay(quiet: json), time: SystemTime(), logger: logger,
      policy: policy, goods: goods)
    do {
      let result = try await body(program)
      try await transport.shutdown()
      return result
    } catch {
      try? await transport.shutdown()
      throw error
    }
  }
}
