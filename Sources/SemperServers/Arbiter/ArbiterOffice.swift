import Logging
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What an arbiter does beside answering: its keeper's work, its word on itself whenever that changes, and learning whom
/// the authority lists.
struct ArbiterOffice: Sendable {
  /// How old the list of registered parties may be.
  private static let listing = Span(seconds: 3_600)

  let arbiter: Arbiter
  let policy: ArbiterPolicy
  let word: RoleWord
  let runner: RoleRunner
  let transport: any Transport
  let registered: RegisteredParties
  let trust: TrustList?

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await ArbiterKeeper(arbiter, policy: policy, time: runner.time).run(
          turned: { _ in try await word.give() }, stopped: { Self.tell($0, runner.logger) })
      }
      if trust != nil, runner.options.authority != nil {
        group.addTask {
          while true {
            await list()
            try await runner.time.wait(until: await runner.time.now().advanced(by: Self.listing))
          }
        }
      }
      try await group.next()
      group.cancelAll()
    }
  }

  /// That nothing is decided, why, and what to do.
  static func tell(_ standing: ArbiterStanding, _ logger: Logger) {
    let next =
      switch standing {
      case .deciding: ""
      case .awaitingWitness: "let a witness that it was started with look at its log: semper arbiter witness"
      case .queryOnly, .superseded:
        "its home is an old copy, or another instance goes on with its log: stop all instances, keep the home of the one "
          + "that decided last, and start that one only (docs/guides/operator.md)"
      }
    logger.critical(
      "this arbiter repeats old decisions and makes none",
      metadata: ["standing": "\(standing.json)", "next": "\(next)"])
  }

  /// Without an answer the list stays as it was.
  private func list() async {
    guard let trust, let authority = runner.options.authority else { return }
    do {
      let now = await runner.time.now()
      let verifier = RoleVerifier(roots: trust.certificates)
      let listed = try await AuthorityClient(transport: transport, address: authority).directory()
      registered.replace(
        with: Set(listed.compactMap { try? verifier.verify($0, role: .shop, at: now).description.key.thumbprint }))
    } catch {
      runner.logger.warning("the authority's list of parties is not to be had", metadata: ["error": "\(error)"])
    }
  }
}
