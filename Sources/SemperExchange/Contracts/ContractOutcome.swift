/// How the signing of a contract of several parties ended for its coordinator.
public enum ContractOutcome: Hashable, Sendable {
  /// The parts of all count, and the proofs show it to everybody.
  case concluded([ContractProof])
  /// Nobody's part counts.
  case calledOff
  /// The parts of some count, which binds nobody: those of the parties with these numbers do not.
  case incomplete(without: [Int])
}
