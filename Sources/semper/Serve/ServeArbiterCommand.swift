import ArgumentParser
import SemperCommerce
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
  @Option(help: "How long new exchanges pin one sealing key.")
  var epochLength = Span(seconds: 90 * 86_400)
  @Option(help: "How long the key of an epoch is kept after its last exchange has closed.")
  var retention = Span(seconds: 30 * 86_400)
  @Option(help: "The trust list by which the authority's list of sellers is judged; they are under wide limits.")
  var trust: String?
  @Option(help: "A file outside the home and its backups for the newest checkpoint of the log.")
  var checkpointFile: String?
  @Option(help: "The key of a witness, as `semper arbiter witness --key` prints it. May be repeated.")
  var witness: [Thumbprint] = []
  @Option(help: "How long the other side of a dispute has to answer. Disputes are heard with --trust only.")
  var hearing = DisputeTimes().hearing
  @Option(help: "How long a ruling can be appealed against before it is final.")
  var appeal = DisputeTimes().appeal
  @Option(help: "Calls a second by one key.")
  var callsPerSecond = ArbiterLimits().callsPerSecond
  @Option(help: "First calls a day about exchanges that no listed seller has signed for, all together.")
  var strangersADay = ArbiterLimits().strangersADay
  @Option(help: "Complaint windows open at a time, of exchanges that no listed seller has signed for.")
  var openOfStrangers = ArbiterLimits().openOfStrangers
  @Option(help: "Complaint windows open at a time, of all exchanges together.")
  var open = ArbiterLimits().open
  @Option(help: "The most bytes of one ciphertext that a party leaves here.")
  var ciphertext: Int64?
  @Option(help: "The most ledgers that an exchange may name.")
  var ledgers: Int?
  @Option(help: "The most bytes of all ciphertexts that are left here.")
  var data = ArbiterLimits().data
  @Option(help: "The most bytes of ciphertexts left here for exchanges that no listed seller has signed for.")
  var dataOfStrangers: Int64?
  @Option(help: "The most bytes of ciphertexts for the exchanges of one listed seller; half for its customers.")
  var dataOfParty: Int64?
  @Option(help: "Bytes of ciphertexts a day for exchanges that no listed seller has signed for.")
  var dataOfStrangersADay = ArbiterLimits().dataOfStrangersADay

  func validate() throws {
    guard shortestWindow <= longestWindow else {
      throw ValidationError("--shortest-window is not longer than --longest-window")
    }
    guard epochLength.seconds > 0 else { throw ValidationError("--epoch-length is at least PT1S") }
    guard [callsPerSecond, strangersADay, openOfStrangers, open].allSatisfy({ $0 > 0 }),
      [ciphertext ?? 1, data, dataOfStrangers ?? 1, dataOfParty ?? 1, dataOfStrangersADay].allSatisfy({ $0 > 0 }),
      ledgers ?? 1 > 0
    else {
      throw ValidationError("limits are at least 1")
    }
    guard limits.hasRoom(for: policy.mostData) else {
      throw ValidationError(
        "the policy allows \(policy.mostData) bytes of ciphertexts in an exchange (twice --ciphertext), which --data, "
          + "--data-of-strangers (\(limits.dataOfStrangers)) or half of --data-of-party (\(limits.dataOfParty)) has no room for"
      )
    }
  }

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Arbiter", authority: certified.authority, trust: trust, token: certified.token)
    let arbiter = ArbiterOptions(
      policy: policy, limits: limits, checkpointFile: checkpointFile, witnesses: Set(witness),
      disputes: DisputeTimes(hearing: hearing, appeal: appeal))
    try await ArbiterServer(options: options, arbiter: arbiter).run(logger: common.logger)
  }

  private var policy: ArbiterPolicy {
    ArbiterPolicy(
      shortestWindow: shortestWindow, longestWindow: longestWindow, longestLife: longestLife,
      epochLength: epochLength, retention: retention, ledgers: ledgers, ciphertext: ciphertext)
  }

  private var limits: ArbiterLimits {
    ArbiterLimits(
      callsPerSecond: callsPerSecond, strangersADay: strangersADay, openOfStrangers: openOfStrangers, open: open,
      data: data, dataOfStrangers: dataOfStrangers, dataOfParty: dataOfParty, dataOfStrangersADay: dataOfStrangersADay)
  }
}
