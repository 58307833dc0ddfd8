import ArgumentParser
import Foundation
import Logging
import SemperArchive
import SemperArchiveSQLite
import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import SemperTrustedUI
import SemperWallet

/// What all wallet commands take.
struct WalletOptions: ParsableArguments {
  static let usualHome = NSString(string: "~/.semper/wallet").expandingTildeInPath

  @Option(help: "The wallet's home directory.")
  var home = Self.usualHome

  private static let tries = 5

  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  var texts: Texts { WalletTexts.of(language) }

  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  @Option(help: "How much to log on standard error: error, info, debug, trace.")
  var logLevel = "error"

  /// Answers a question: by the wallet that runs in this home, if there is one, else by opening the home.
  func answer(_ question: WalletQuestion) async throws -> WalletAnswer {
    // A command that is just starting or ending has the home and does not listen.
    for _ in 0..<Self.tries {
      if let answer = try QuestionSocket.ask(question, home: home) { return answer }
      do {
        return try await withWallet { try await $0.answer(question) }
      } catch let error as WalletError where error.code == .busy {
        let time = SystemTime()
        try await time.wait(until: time.now().advanced(by: Span(seconds: 1)))
      }
    }
    throw busy
  }

  private var busy: WalletError { WalletError(.busy, .errorBusy, ["home": home]) }
  var unexpected: WalletError { WalletError(.notUnderstood, .errorAnswer, ["home": home]) }

  /// Refuses to make a wallet where there is one, before anything is asked.
  func checkVacant() throws(WalletError) {
    guard !Home.exists(at: home) else { throw WalletError(.notPossible, .errorHomeExists, ["home": home]) }
  }

  /// An address as a person types it.
  func address(_ text: String) throws(WalletError) -> Address {
    guard let address = try? Address(text) else {
      throw WalletError(.notUnderstood, .errorAddress, ["text": String(text.prefix(128))])
    }
    return address
  }

  /// Runs the body with an open wallet and closes everything afterwards. Meanwhile other commands may ask the wallet.
  ///
  /// - Parameters:
  ///   - isAgreed: whether amounts up to the owner's limit are agreed to beforehand.
  ///   - agreeing: whether the person has said yes beforehand to all that this command asks.
  func withWallet<Result>(
    isAgreed: Bool = false, agreeing: Bool = false, _ body: (WalletHome) async throws -> Result
  ) async throws -> Result {
    // Asked before the passphrase, which would be typed in vain.
    guard !QuestionSocket<WalletQuestion>.isServed(home: home) else { throw busy }
    return try await withProgram(isAgreed: isAgreed, agreeing: agreeing) { program in
      let wallet = try open(program)
      let socket = QuestionSocket<WalletQuestion>(home: home) { try await wallet.answer($0) }
      do {
        let result = try await body(wallet)
        socket?.close()
        try wallet.close()
        return result
      } catch {
        socket?.close()
        try? wallet.close()
        throw error
      }
    }
  }

  private func open(_ program: WalletHome.Program) throws -> WalletHome {
    guard Home.exists(at: home) else {
      throw WalletError(.notFound, .errorHome, ["home": home, "name": "secrets.json"])
    }
    let passphrase = try Passphrase.read(confirming: false, in: texts)
    do {
      return try WalletHome.open(at: home, passphrase: passphrase, program: program)
    } catch let error as ArchiveError where error.code == .busy {
      throw busy
    }
  }

  func withProgram<Result>(
    isAgreed: Bool = false, agreeing: Bool = false, _ body: (WalletHome.Program) async throws -> Result
  ) async throws -> Result {
    var logger = Logger(label: "semper.wallet", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .error
    let transport = try HTTPClientTransport()
    let display = TerminalDisplay(language, quiet: json, agreeing: agreeing)
    defer { display.finish() }
    let program = WalletHome.Program(
      transport: transport, display: display, time: SystemTime(), logger: logger,
      isAgreed: isAgreed)
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
