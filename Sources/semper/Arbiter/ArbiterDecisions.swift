import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// `semper arbiter decisions ADDRESS`.
struct ArbiterDecisions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions", abstract: "List the log's decisions, oldest first.")

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @Option(help: "Begin with the entry of this number.")
  var from = 0
  @Option(help: "List at most so many.")
  var most = 100
  @Option(help: "Only these: aborted, pending, disclosed, resolved or failed.")
  var verdict: String?
  @Option(help: "Only those on this exchange (sha-256:…).")
  var exchange: String?
  @Flag(help: "Print one JSON array on standard output.")
  var json = false

  func validate() throws {
    guard from >= 0, most > 0 else { throw ValidationError("--from is not negative, and --most is positive") }
    if let verdict, ArbiterDecision.Verdict(rawValue: verdict) == nil {
      throw ValidationError("--verdict is aborted, pending, disclosed, resolved or failed")
    }
    if let exchange, (try? Digest(text: exchange)) == nil {
      throw ValidationError("--exchange is written sha-256:… as a decision shows it")
    }
  }

  func run() async throws {
    let found = try await arbiter.withClient { client in
      let role = try VerifiedStatement<RoleDescription>(verifying: await client.description(), keys: KeySet())
      let keys = KeySet([role.content.key])
      var found = [ArbiterDecision]()
      var number = from
      while found.count < most {
        let page = try await client.entries(from: number)
        if page.isEmpty { break }
        for statement in page where statement.kind == .decision {
          let decision = try VerifiedStatement<ArbiterDecision>(verifying: statement, keys: keys).content
          if fits(decision), found.count < most { found.append(decision) }
        }
        number += page.count
      }
      return found
    }
    if json { return Output.json(found.json) }
    if found.isEmpty { return Output.line("No such decisions.") }
    for decision in found {
      let until = decision.closes.map { ", window until \($0)" } ?? ""
      Output.line(
        "\(decision.number)  \(decision.issued)  \(decision.verdict.rawValue) (\(decision.cause.rawValue)\(until))  "
          + decision.exchange.description)
    }
  }

  private func fits(_ decision: ArbiterDecision) -> Bool {
    (verdict == nil || decision.verdict.rawValue == verdict)
      && (exchange == nil || decision.exchange.description == exchange)
  }
}
