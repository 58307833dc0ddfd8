public import SemperCoding
public import SemperModel

/// One side of a conversation as a value: an event goes in, actions come out.
///
/// A machine does no I/O and knows no clock, no randomness and no keys. What is uncertain it asks for by an action and
/// learns by an event. `handle` never throws: a refusal is a transition. The same events in the same order give the
/// same state and the same actions, on any machine and in any year, because a restart replays them.
public protocol ProtocolMachine: Sendable {
  /// Something that happened, as it stands in the journal. Encodings only grow.
  associatedtype Event: CanonicalValue
  /// Something to be done, as plain data.
  associatedtype Action: Hashable, Sendable

  /// Name and version, written into the journal's header. An open conversation keeps its machine's version.
  static var identity: MachineIdentity { get }

  /// Takes one event and says what to do now. The event is already durable.
  mutating func handle(_ event: Event, at time: Timestamp) -> [Action]

  /// What has to be done in this state, judged by the state alone. After a restart exactly these actions are performed,
  /// so a performer must bear the repetition of any action.
  var outstandingActions: [Action] { get }

  /// Whether this event, if it is lost, comes again from repeating its action and nothing else changes: it may then wait for
  /// the next one and become durable together with it. An event on which anything is done never waits.
  static func mayWait(_ event: Event) -> Bool

  /// Whether nothing more will happen. A finished machine has nothing outstanding, and what its last transition
  /// returned is not performed: a message that must still reach the peer keeps the machine unfinished until it has.
  var isFinished: Bool { get }
}

extension ProtocolMachine {
  public static func mayWait(_ event: Event) -> Bool { false }
}

/// Name and version of a machine.
public struct MachineIdentity: Hashable, Sendable, CanonicalValue {
  public let name: String
  public let version: Int

  public init(name: String, version: Int) {
    self.name = name
    self.version = version
  }

  public var json: JSON { .fields(["name": name.json, "version": version.json]) }
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    self.init(name: try fields.value("name"), version: try fields.value("version"))
    try fields.close()
  }
}
