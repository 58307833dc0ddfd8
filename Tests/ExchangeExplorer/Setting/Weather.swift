/// What may happen that is nobody's move in the protocol.
package struct Weather: Sendable, Hashable {
  /// A process dies after an effect and before it is written down.
  package var crashes = true
  /// A ledger refuses to lock, a delivery does not come.
  package var refusals = true
  /// People lose interest, and timers fire at any moment.
  package var impatience = true
  /// There is an arbiter that answers.
  package var hasArbiter = true
  /// It becomes too late to open, and the exchange closes.
  package var clock = true
  /// Assumptions that do not hold, to show that the exploration would notice.
  package var broken: Set<BrokenAssumption> = []

  package init() {}

  /// Nothing goes wrong: the weather in which the arbiter must stay idle.
  package static var fair: Weather {
    var weather = Weather()
    weather.crashes = false
    weather.refusals = false
    weather.impatience = false
    weather.clock = false
    return weather
  }
}
