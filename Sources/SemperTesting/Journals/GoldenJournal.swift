public import SemperCoding
public import SemperEngine
import SemperModel

/// A conversation as an earlier build wrote it, with what its machine asked for after each entry.
///
/// An open conversation outlives a new build, so what was written once must be read for ever: each entry must be an event
/// still, be written in the same bytes, and lead to the same actions.
public struct GoldenJournal: Sendable, CanonicalValue {
  private struct Entry: Sendable, CanonicalValue {
    let time: Timestamp
    let event: JSON
    /// The names of the actions that are outstanding after it.
    let asks: [String]

    init(time: Timestamp, event: JSON, asks: [String]) {
      self.time = time
      self.event = event
      self.asks = asks
    }

    var json: JSON { .fields(["asks": asks.json, "event": event, "time": time.json]) }
    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      asks = try fields.value("asks")
      event = try fields.value("event")
      time = try fields.value("time")
      try fields.close()
    }
  }

  /// What the machine was made with; an empty object for one that is made with nothing.
  public let beginning: JSON
  private let entries: [Entry]
  /// How it ended, in words of the one who wrote it.
  public let end: String

  /// Writes down a conversation of this build.
  ///
  /// - Parameter machine: as it was before the first entry.
  public init<Machine: ProtocolMachine>(
    of machine: Machine, made beginning: JSON, entries: [JournalEntry], end: (Machine) -> String
  ) throws {
    self.beginning = beginning
    self.entries = try entries.indices.map { index in
      let replayed = try Self.replayed(machine, entries, upTo: index)
      return Entry(
        time: entries[index].time, event: try CanonicalJSON.parse(entries[index].bytes), asks: Self.asks(replayed))
    }
    self.end = end(try Self.replayed(machine, entries, upTo: entries.count - 1))
  }

  /// What this build makes of it otherwise; `nil` when it is all the same.
  public func difference<Machine: ProtocolMachine>(from machine: Machine, end: (Machine) -> String) -> String? {
    let journal = entries.enumerated().map { number, entry in
      JournalEntry(sequence: number, time: entry.time, bytes: entry.event.canonicalBytes)
    }
    for (number, entry) in entries.enumerated() {
      do {
        if number > 0, try Machine.Event(json: entry.event).canonicalBytes != journal[number].bytes {
          return "entry \(number) is written otherwise now"
        }
        let asks = Self.asks(try Self.replayed(machine, journal, upTo: number))
        if asks != entry.asks { return "after entry \(number) it asked for \(entry.asks), and now for \(asks)" }
      } catch { return "entry \(number): \(error)" }
    }
    guard let last = try? Self.replayed(machine, journal, upTo: journal.count - 1) else { return "it is empty" }
    return end(last) == self.end ? nil : "it ended “\(self.end)”, and now “\(end(last))”"
  }

  private static func replayed<Machine: ProtocolMachine>(
    _ machine: Machine, _ entries: [JournalEntry], upTo last: Int
  ) throws(JournalError) -> Machine {
    var machine = machine
    try Replay.restore(&machine, from: Array(entries.prefix(last + 1)))
    return machine
  }

  private static func asks(_ machine: some ProtocolMachine) -> [String] {
    machine.outstandingActions.map { action in String("\(action)".prefix { $0 != "(" }) }
  }

  public var json: JSON { .fields(["beginning": beginning, "end": end.json, "entries": entries.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    beginning = try fields.value("beginning")
    end = try fields.value("end")
    entries = try fields.value("entries")
    try fields.close()
  }
}
