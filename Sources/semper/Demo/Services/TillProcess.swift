import SemperCoding
import SemperCommerce
import SemperModel

/// The shop's till as its owner uses it: the command, run as a process of its own.
struct TillProcess: Sendable {
  let semper: String
  let home: String
  let log: String

  /// What open deals wait for.
  func steps() async throws -> [OpenStep] {
    guard case .array(let steps)? = try await run(["steps"]) else { return [] }
    return try steps.map { try OpenStep(json: $0) }
  }

  func say(_ words: [String], to deal: ID<Deal>) async throws {
    // A deal that has gone on meanwhile refuses the word, and asks again if it needs one.
    _ = try await run(["step", "--", "\(deal)"] + words)
  }

  func claim(_ words: [String]) async throws { _ = try await run(["claim"] + words) }

  func answer(_ words: [String]) async throws { _ = try await run(["answer"] + words) }

  func disputes() async throws -> JSON { try await run(["disputes"]) ?? .null }

  /// What the shop says that a deal has brought, once it has ended; `nil` where it has brought nothing.
  func sold(_ deal: JSON) async throws -> JSON? {
    guard case .array(let deals)? = try await run(["deals"]) else { return nil }
    return deals.first { $0["deal"] == deal }
  }

  /// The shop's key, for whoever issues it a credential.
  func holder() async throws -> JSON { try await run(["holder"]) ?? .null }

  func hold(_ credential: String) async throws { _ = try await run(["hold", credential]) }

  /// Whether the shop says that what is shown is good.
  func admits(_ shown: String, nonce: String) async throws -> Bool {
    try await run(["admit", shown, "--nonce", nonce]) != nil
  }

  /// `nil` when it was refused, or no shop answers.
  private func run(_ arguments: [String]) async throws -> JSON? {
    let process = ChildProcess(
      "till", semper, ["till"] + arguments.prefix(1) + ["--home", home, "--json"] + arguments.dropFirst(), log: log)
    try await process.start()
    let line = await process.nextLine()
    guard await process.wait() == 0, let line else { return nil }
    return try CanonicalJSON.parse(Array(line.utf8), limits: DecodingLimits(bytes: 16 << 20, allowsFractions: true))
  }
}
