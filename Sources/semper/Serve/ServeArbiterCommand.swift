import ArgumentParser
import SemperExchange
import SemperModel
import SemperServers

/// `semper serve arbiter`.
struct ServeArbiterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arbiter", abstract: "Settles exchanges that do not go well; idle when they do.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions
  @Option(help: "The shortest complaint window that it accepts.")
  var shortestWindow = Span(seconds: 3600)
  @Option(help: "The longest complaint window that it accepts.")
  var longestWindow = Span(seconds: 30 * 86_400)
  @Option(help: "How far ahead an exchange may close.")
  var longestLife = Span(seconds: 90 * 86_400)

  func validate() throws {
    guard shortestWindow <= longestWindow else {
      throw ValidationError("--shortest-window is not longer than --longest-window")
    }
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Arbiter", authority: certified.authority, token: certified.token)
    let policy = ArbiterPolicy(
      shortestWindow: shortestWindow, longestWindow: longestWindow, longestLife: longestLife)
    try await ArbiterServer(options: options, policy: policy).run(logger: common.logger)
  }
}
