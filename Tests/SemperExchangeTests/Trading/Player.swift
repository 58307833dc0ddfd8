import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel

/// One party in a simulated exchange: its machine and the journal from which a new process makes the same machine.
struct Player: Sendable {
  struct Entry: Sendable {
    let event: ExchangeEvent
    let time: Timestamp
  }

  let side: ExchangeSide
  let began: Timestamp
  private(set) var machine: ExchangeMachine
  private(set) var journal: [Entry] = []
  /// All that was ever asked for.
  private(set) var asked: Set<ExchangeAction>

  init(_ side: ExchangeSide, at now: Timestamp) {
    self.side = side
    began = now
    machine = ExchangeMachine(side, at: now)
    asked = Set(machine.outstandingActions)
  }

  mutating func take(_ event: ExchangeEvent, at now: Timestamp) {
    journal.append(Entry(event: event, time: now))
    asked.formUnion(machine.handle(event, at: now))
  }

  /// Dies and comes back with nothing but the journal's bytes. Returns whether it is the machine that it was.
  mutating func restart() throws -> Bool {
    let side = try ExchangeSide(json: CanonicalJSON.parse(side.canonicalBytes))
    var replayed = ExchangeMachine(side, at: began)
    for entry in journal {
      _ = replayed.handle(try ExchangeEvent(json: CanonicalJSON.parse(entry.event.canonicalBytes)), at: entry.time)
    }
    let isSame = replayed.outstandingActions == machine.outstandingActions && replayed.outcome == machine.outcome
    machine = replayed
    return isSame
  }
}
