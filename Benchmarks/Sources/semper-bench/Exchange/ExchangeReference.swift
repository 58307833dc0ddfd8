/// What OpenSSL and SQLite by themselves need for what an exchange needs them for, measured in the same run.
struct ExchangeReference {
  let openSSL: OpenSSLSpeed.Rates
  let commits: Spread

  /// About the size of an event in a journal.
  private static let row = [UInt8](repeating: 0x61, count: 2_048)

  /// - Parameter rounds: how often a second of commits is measured.
  init(rounds: Int) throws {
    openSSL = try OpenSSLSpeed.rates("ecdsap256")
    commits = try Scratch.with { scratch in
      let raw = try RawCommits(path: scratch.file("raw.sqlite"))
      defer { raw.close() }
      return Spread(try (0..<rounds).map { _ in try raw.rate(seconds: 1, bytes: Self.row) })
    }
  }

  /// How often a second one thread could commit as much, and sign as many statements once and verify them twice.
  func rate(of result: ExchangeLoad.Result) -> Double {
    1
      / (result.commits / commits.median + result.statements / openSSL.sign
        + 2 * result.statements / openSSL.verify)
  }

  func report(to report: inout Report, as benchmark: String) throws {
    try report.add(Measurement(benchmark, "raw SQLite, one row of 2 kB a commit", "commits/s", commits))
    try report.add(Measurement(benchmark, "OpenSSL ecdsap256 sign", "signatures/s", Spread([openSSL.sign])))
    try report.add(Measurement(benchmark, "OpenSSL ecdsap256 verify", "verifications/s", Spread([openSSL.verify])))
  }
}
