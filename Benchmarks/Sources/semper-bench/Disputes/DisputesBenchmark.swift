import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperTerms
import SemperWallet

/// What an arbiter's rule decides a second: a claim with the evidence of a real purchase, from bytes to the ruling, which only an arbiter
/// can sign. One thread.
struct DisputesBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disputes", abstract: "Disputes decided by the rule, from the claim's bytes to the ruling.")

  @Option(help: "The program semper; by default the one beside this one.") var semper: String?
  @Option(help: "The file with the terms of business.") var terms: String
  @Option var rounds = 5
  @Option(help: "Seconds a round lasts.") var seconds = 0.5

  func run() throws {
    var report = Report()
    let program =
      semper.map { URL(filePath: $0) }
      ?? Child.program.deletingLastPathComponent().appending(path: "semper")
    let bought = try Scratch.with { scratch in
      let market = MarketProcesses(in: scratch.path, program: program)
      defer { market.close() }
      try market.open(goods: 10_240, terms: terms)
      let load = try Child([
        "disputes-claim", "--home", scratch.path, "--trust", market.trust, "--bank", market.address("bank"), "--shop",
        market.address("shop"),
      ])
      let claimed: ClaimedDeal = try load.next()
      try load.wait()
      return claimed
    }
    try measure(bought, &report)
    report.printTable()
  }

  private func measure(_ claimed: ClaimedDeal, _ report: inout Report) throws {
    let loop = Loop(seconds: seconds, rounds: rounds)
    let trust = try TrustList(canonicalBytes: Array(claimed.trust))
    let (claim, bundle) = (Array(claimed.claim), Array(claimed.bundle))
    let verify = try OpenSSLSpeed.rates("ecdsap256").verify
    let times = DisputeTimes(hearing: Span(seconds: 0), appeal: Span(seconds: 86_400))
    let evidence = try EvidenceBundle(canonicalBytes: bundle, limits: EvidenceBundle.limits)
    let signed = try SignedStatement(bytes: claim)
    let opened = try VerifiedStatement<Claim>(verifying: signed, keys: KeySet()).content
    let later = opened.issued.advanced(by: Span(seconds: 60))
    let signatures = evidence.statements.reduce(0) { $0 + $1.signatures.count }
    let dispute = try DisputeCase.open(
      signed, disclosing: evidence, at: opened.issued, before: opened.arbiter, trust: trust, times: times)
    try report.add(
      Measurement(
        "disputes", "open a case and rule, from bytes to the unsigned ruling", "decisions/s",
        loop.rate {
          let evidence = try EvidenceBundle(canonicalBytes: bundle, limits: EvidenceBundle.limits)
          let dispute = try DisputeCase.open(
            SignedStatement(bytes: claim), disclosing: evidence, at: opened.issued, before: opened.arbiter,
            trust: trust, times: times)
          try Self.rule(dispute, at: later, trust, times)
        }
      )
      .over(verify / Double(signatures), "verifying its \(signatures) signatures alone (OpenSSL)")
      .with("evidence kB", Double(bundle.count) / 1e3))
    try report.add(
      Measurement(
        "disputes", "rule in an open case", "decisions/s",
        loop.rate { try Self.rule(dispute, at: later, trust, times) }))
  }

  private static func rule(
    _ dispute: DisputeCase, at now: Timestamp, _ trust: TrustList, _ times: DisputeTimes
  ) throws {
    guard case .rule? = try dispute.next(at: now, trust: trust, earlier: [], times: times) else {
      throw BenchmarkError("the rule leaves this claim open")
    }
  }
}
