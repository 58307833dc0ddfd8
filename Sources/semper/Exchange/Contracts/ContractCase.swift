import ArgumentParser

/// What can go wrong while several sign a contract. Each is brought from outside: somebody is killed at a moment.
enum ContractCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A party dies before it commits, and does not come back until all others have ended.
  case partyVanishes = "party-vanishes"
  /// A party dies after it has committed, and comes back when the coordinator has ended.
  case partyKilled = "party-killed"
  /// The coordinator dies before the last party can commit, and does not come back until all others have ended.
  case coordinatorVanishes = "coordinator-vanishes"
  /// The coordinator dies when all have committed and it has begun to open, and is started again.
  case coordinatorKilled = "coordinator-killed"

  /// Whether it is the coordinator who dies, and not the last party.
  var isCoordinators: Bool {
    switch self {
    case .partyVanishes, .partyKilled: false
    case .coordinatorVanishes, .coordinatorKilled: true
    }
  }

  /// The letter to the last party at which it happens.
  var letter: String {
    switch self {
    case .partyVanishes, .coordinatorVanishes: "commit-originator"
    case .partyKilled, .coordinatorKilled: "open-originator"
    }
  }
}
