/// Something that FX4 counts on and that a weather takes away.
package enum BrokenAssumption: String, Sendable, Hashable, CaseIterable {
  /// The last event is lost in a crash after its actions have begun: the journal does not keep its promise (rule J1).
  case forgetfulJournal = "forgetful-journal"
  /// A complaint window ends though its honest party has not come (assumption SW).
  case absence
  /// A lock goes back to its owner by time alone.
  case expiringLocks = "expiring-locks"
  /// The responder opens with its commitment, as protocols of three messages do.
  case earlyOpening = "early-opening"
  /// The responder may have the exchange aborted too.
  case responderAborts = "responder-aborts"
}
