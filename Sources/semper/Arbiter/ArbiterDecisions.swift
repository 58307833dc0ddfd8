import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTrustedUI

/// `semper arbiter decisions ADDRESS`.
///
/// What is listed is signed by the arbiter, follows in its log without a gap, and stands under a signed checkpoint.
struct ArbiterDecisions: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "decisions", abstract: "List the log's decisions, oldest first.",
    discussion: """
      Every entry that is read is verified: the arbiter's signature, its number, that it follows the one before, and that \
      the last of them stands under a signed checkpoint.
      """)

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @OptionGroup var options: ArbiterTrustOptions
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
  var language: Language { options.speech.language }
  private var texts: Texts { options.texts }

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
    let (role, found) = try await arbiter.withClient { client in
      let role = try await options.identity(over: client)
      return (role, try await decisions(of: role, over: client))
    }
    if json { return Output.json(found.json) }
    Output.line(options.name(role.organisation.text, isAnchored: options.isAnchored))
    if found.isEmpty { return Output.line(texts(ArbiterText.arbiterDecisionsNone)) }
    found.map(line).forEach(Output.line)
  }

  private func decisions(of role: RoleDescription, over client: ArbiterLogClient) async throws -> [ArbiterDecision] {
    var found = [ArbiterDecision]()
    var excerpt = LogExcerpt(from: from, of: role.key)
    while found.count < most {
      let page = try await client.entries(from: excerpt.next)
      if page.isEmpty { break }
      for statement in page {
        if let decision = try excerpt.append(statement), fits(decision), found.count < most { found.append(decision) }
      }
    }
    if excerpt.next > from { try excerpt.check(await client.proof(ofEntry: excerpt.next - 1)) }
    return found
  }

  private func line(_ decision: ArbiterDecision) -> String {
    var parts = [
      "cause": texts.text("arbiter.cause.\(decision.cause.rawValue)"), "exchange": decision.exchange.description,
      "number": String(decision.number), "time": decision.issued.description,
      "verdict": texts.text("arbiter.verdict.\(decision.verdict.rawValue)"),
    ]
    parts["until"] = decision.closes?.description
    return texts(decision.closes == nil ? ArbiterText.arbiterDecision : .arbiterDecisionUntil, parts)
  }

  private func fits(_ decision: ArbiterDecision) -> Bool {
    (verdict == nil || decision.verdict.rawValue == verdict)
      && (exchange == nil || decision.exchange.description == exchange)
  }
}
