import SemperCommunication
import SemperEngine
import SemperExchange
import SemperModel

/// The arbiter's word on epochs that are not offered any more: a buyer that holds an offer from before the epoch turned
/// learns from it that the offer's sealing key is the arbiter's, and for how long.
struct ArbiterEpochRoutes: Sendable {
  let arbiter: Arbiter
  let word: Late<RoleWord>
  let time: any TimeSource

  var routes: [Route] {
    [
      Route(
        .get, "/epochs/{number}",
        summary: "The arbiter's signed description of itself in an epoch that it serves; ends with its last exchange.",
        limits: RouteLimits(body: 0, perSecond: 50)
      ) { [arbiter, word, time] _, parameters in
        guard let number = Int(try parameters.value("number")) else {
          throw Refusal(.malformed, blame: .peer, "an epoch is named by its number")
        }
        let (word, now) = (try word.value, await time.now())
        let (terms, policy, lastClose) = try arbiter.served(number, at: now)
        return .json(
          try word.identity.description(at: word.address, now: now, arbiter: (terms, policy), until: lastClose))
      }
    ]
  }
}
