import ArgumentParser
import Logging
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers

/// `semper arbiter witness ADDRESS --home DIR`: cosigns the log as long as it only grows.
struct ArbiterWitness: AsyncParsableCommand {
  static let foundOut = ExitCode(2)
  static let configuration = CommandConfiguration(
    commandName: "witness", abstract: "Cosign an arbiter's log as long as it only grows.",
    discussion: """
      The witness has a home of its own, which must never be put back to an older state. Start the arbiter with \
      --witness KEY, where KEY is what --key prints. Exits 2 when the log does not extend what was seen before, and prints what it \
      last cosigned and the checkpoint that does not fit: signed statements that anybody can verify. Both stay in its home.
      """)

  @OptionGroup var arbiter: ArbiterOptionsGroup
  @Option(help: "The directory of the witness's home; made at the first start.")
  var home: String
  @Option(help: "A trust list; with it, the arbiter must be certified by an authority in it.")
  var trust: String?
  @Option(help: "How often to look.")
  var every = Span(seconds: 60)
  @Flag(help: "Look once.")
  var once = false
  @Flag(help: "Only print the witness's key.")
  var key = false
  @Option(help: "How much is logged on standard error.")
  var logLevel = Logger.Level.notice.rawValue

  func validate() throws {
    guard every.seconds > 0 else { throw ValidationError("--every is at least PT1S") }
  }

  func run() async throws {
    var logger = Logger(label: "semper.witness", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice
    try await arbiter.withTransport { [logger] transport in
      let witness = try await WitnessRunner(home: home, transport: transport, trust: try trust.map(TrustFile.read))
      defer { try? witness.close() }
      guard !key else { return Output.line(witness.key.description) }
      do {
        if once {
          let head = try await witness.round(at: arbiter.address)
          Output.json(.fields(["head": head.json, "witness": witness.key.json]))
        } else {
          try await witness.run(at: arbiter.address, every: every, logger: logger)
        }
      } catch let refusal as Refusal where refusal.code == .proofInvalid {
        logger.critical("\(refusal.detail)")
        if let conviction = try await witness.conviction(at: arbiter.address) {
          Output.json(.fields(["seen": conviction.seen.json, "shown": conviction.shown.json]))
        }
        throw Self.foundOut
      }
    }
  }
}
