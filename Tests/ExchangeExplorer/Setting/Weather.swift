/// What may happen that is nobody's move in the protocol.
package struct Weather: Sendable, Hashable {
  /// A process dies after an effect and before it is written down.
  package var crashes = true
  /// A ledger refuses to lock, a delivery does not come.
  package var refusals = true
  /// People lose interest, and timers fire at any moment.
  package var impatience = true
  /// It becomes too late to open, and the exchange closes.
  package var clock = true
  /// Assumption SW: an honest party whose window is open comes to the arbiter, and acts on what it learns, before the
  /// window ends.
  package var attentive = true
  /// What the last event was is lost in a crash: the journal does not keep its promise.
  package var forgetfulJournal: Bool = false

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
