package import SemperEngine
package import SemperExchange

/// Everybody's clock in a run. They agree until one of them leaps.
package struct CellClocks: Sendable {
  package let originator: LeapingClock
  package let responder: LeapingClock
  package let arbiter: LeapingClock
  /// Of the ledgers, and of the registry.
  package let bank: LeapingClock

  package init(_ time: VirtualTime) {
    originator = LeapingClock(time)
    responder = LeapingClock(time)
    arbiter = LeapingClock(time)
    bank = LeapingClock(time)
  }

  package var all: [LeapingClock] { [originator, responder, arbiter, bank] }

  package subscript(role: ExchangeRole) -> LeapingClock { role == .originator ? originator : responder }
}
