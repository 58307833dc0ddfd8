import ArgumentParser
import SemperExchange

/// A party that is killed after one of its acts, before it has noted what came of it: such as `originator@5`.
struct PartyDeath: ExpressibleByArgument, Sendable {
  let role: ExchangeRole
  let act: Int

  init?(argument: String) {
    let parts = argument.split(separator: "@")
    guard parts.count == 2, let role = ExchangeRole(rawValue: String(parts[0])), let act = Int(parts[1]), act > 0 else {
      return nil
    }
    self.role = role
    self.act = act
  }
}
