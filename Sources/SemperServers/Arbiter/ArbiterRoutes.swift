import SemperCoding
public import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// What an arbiter answers.
public struct ArbiterRoutes: Sendable {
  private static let pageSize = 100
  private let arbiter: Arbiter
  private let description: Late<SignedStatement>
  private let time: any TimeSource

  init(_ arbiter: Arbiter, description: Late<SignedStatement>, time: any TimeSource) {
    self.arbiter = arbiter
    self.description = description
    self.time = time
  }

  public var routes: [Route] {
    [
      RoleRoutes.description(description),
      Route(
        .post, "/calls", summary: "Takes abort, resolve, complain, accept and query; answers with the decision.",
        limits: RouteLimits(body: 4 << 20, perSecond: 100)
      ) { [arbiter, time] request, _ in
        .json(try await arbiter.answer(RoleRoutes.statement(request), at: time.now()))
      },
      Route(
        .get, "/decisions", summary: "The log of signed decisions, \(Self.pageSize) from the number `from` on.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [arbiter] request, _ in
        .json(
          try await arbiter.decisions(from: RoleRoutes.number("from", in: request), limit: Self.pageSize))
      },
      Route(.get, "/policy", summary: "What the arbiter demands and promises.", limits: RouteLimits(body: 0)) {
        [arbiter] _, _ in .json(arbiter.policy)
      },
    ]
  }
}
