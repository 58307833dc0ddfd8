import ArgumentParser
import SemperModel
import SemperServers

/// `semper serve cardbank`.
struct ServeCardBankCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cardbank", abstract: "Keeps accounts, issues cards and runs their gateway, in play money only.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions
  @Option(help: "Play money that every new account gets, in euro such as 100.00.")
  var grant = "100.00"

  @Option(help: "Where the bank is reached that has issued the cards of others (its --cards), such as 127.0.0.1:8583.")
  var issuer: String?
  @Option(help: "A file of 64 hexadecimal digits: the key that both banks know.")
  var cardsKey: String?
  @Option(help: "The number under which the issuer knows this bank (its --acquirer).")
  var acquirer: String?
  @Option(help: "How often totals are compared with the issuer and settled, such as PT24H.")
  var reconcile = Span(seconds: 86_400)

  private static let longestRound: Int64 = 30 * 86_400

  func validate() throws { _ = try access() }

  private func access() throws -> IssuerAccess? {
    guard let issuer else {
      guard acquirer == nil, cardsKey == nil else {
        throw ValidationError("--acquirer and --cards-key are for the line to an issuer; give --issuer HOST:PORT too")
      }
      return nil
    }
    let (host, port) = try CardLineOptions.place(issuer, of: "--issuer")
    guard let acquirer, (1...11).contains(acquirer.utf8.count),
      acquirer.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      !acquirer.hasPrefix("0")
    else { throw ValidationError("--issuer needs --acquirer NUMBER, up to eleven digits") }
    guard (1...Self.longestRound).contains(reconcile.seconds) else {
      throw ValidationError("--reconcile is from PT1S to P30D")
    }
    return IssuerAccess(
      host: host, port: port, acquirer: acquirer, key: try CardLineOptions.key(cardsKey, for: "--issuer"),
      reconciling: reconcile)
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Card Bank", authority: certified.authority, token: certified.token)
    try await CardBankServer(options: options, grant: try Money(grant, .euro), issuer: try access())
      .run(logger: common.logger)
  }
}
