import ArgumentParser

/// What can go wrong while several sign a contract. Each is brought from outside.
enum ContractCase: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A party dies before it commits, and does not come back until all others have ended.
  case partyVanishes = "party-vanishes"
  /// A party dies after it has committed, and comes back when the coordinator has ended.
  case partyKilled = "party-killed"
}
