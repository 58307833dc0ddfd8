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
  private let options: ArbiterOptions
  private let description: Late<SignedStatement>
  private let time: any TimeSource

  init(_ arbiter: Arbiter, options: ArbiterOptions, description: Late<SignedStatement>, time: any TimeSource) {
    self.arbiter = arbiter
    self.options = options
    self.description = description
    self.time = time
  }

  public var routes: [Route] { [RoleRoutes.description(description), calls, decisions, policy, status] + log }

  private var calls: Route {
    Route(
      .post, "/calls", summary: "Takes abort, resolve, complain, accept and query; answers with the decision.",
      limits: RouteLimits(body: 4 << 20, perSecond: 20)
    ) { [arbiter, time] request, _ in
      .json(try await arbiter.answer(RoleRoutes.statement(request), at: time.now()))
    }
  }

  private var decisions: Route {
    Route(
      .get, "/decisions",
      summary: "The log of signed decisions and notices, \(Self.pageSize) from the number `from` on.",
      limits: RouteLimits(body: 0, perSecond: 50)
    ) { [arbiter] request, _ in
      .json(
        try await arbiter.decisions(from: RoleRoutes.number("from", in: request), limit: Self.pageSize))
    }
  }

  private var policy: Route {
    Route(.get, "/policy", summary: "What the arbiter demands and promises.", limits: RouteLimits(body: 0)) {
      [arbiter] _, _ in .json(arbiter.policy)
    }
  }

  private var status: Route {
    Route(
      .get, "/status", summary: "Whether it decides, its epochs, how many exchanges stand where, and its log.",
      limits: RouteLimits(body: 0, perSecond: 50)
    ) { [arbiter] _, _ in .json(try await arbiter.status()) }
  }

  private var log: [Route] {
    let limits = RouteLimits(body: 0, perSecond: 50)
    return [
      Route(.get, "/log/checkpoint", summary: "A signed checkpoint of the log as it is.", limits: limits) {
        [arbiter, time] _, _ in .json(try await arbiter.checkpoint(at: time.now()))
      },
      Route(
        .get, "/log/proof",
        summary: "That an entry stands under a signed checkpoint, by its `number` or its `exchange`'s digest.",
        limits: limits
      ) { [arbiter, time] request, _ in
        let number: Int
        if let text = request.query["exchange"] {
          let exchange = try RoleRoutes.readable { () throws(CodingError) in try Digest(text: text) }
          number = try await arbiter.number(of: exchange)
        } else {
          number = try RoleRoutes.number("number", in: request)
        }
        return .json(try await arbiter.inclusion(of: number, at: time.now()))
      },
      Route(
        .get, "/log/consistency", summary: "That the log with `from` entries begins the log with `to` entries.",
        limits: limits
      ) { [arbiter] request, _ in
        .json(
          try await arbiter.consistency(
            from: RoleRoutes.number("from", in: request), to: RoleRoutes.number("to", in: request)))
      },
      Route(.get, "/log/cosignatures", summary: "The last checkpoint that each witness has cosigned.", limits: limits) {
        [arbiter] _, _ in .json(try await arbiter.witnessed())
      },
      Route(
        .post, "/log/cosignatures",
        summary: "Takes a checkpoint that a witness has cosigned; answers with the standing.",
        limits: RouteLimits(body: 32 << 10, perSecond: 5)
      ) { [arbiter, options, time] request, _ in
        let witnessed = try RoleRoutes.readable { () throws(CodingError) in
          try WitnessedCheckpoint(canonicalBytes: request.body)
        }
        try await arbiter.take(witnessed, from: options.witnesses, policy: options.policy, at: time.now())
        return .json(arbiter.standing)
      },
    ]
  }
}
