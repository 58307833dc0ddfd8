import SemperCoding
import SemperEngine
import SemperModel

/// A machine for these tests: errands are ordered, done or dropped; what is ordered stays outstanding until then.
struct Errands: ProtocolMachine, Equatable {
  enum Event: CanonicalValue {
    case order(String)
    case done(String)
    case drop(String)
    case aside(String)
    case end

    var json: JSON {
      switch self {
      case .order(let name): .array(["order".json, name.json])
      case .done(let name): .array(["done".json, name.json])
      case .drop(let name): .array(["drop".json, name.json])
      case .aside(let name): .array(["aside".json, name.json])
      case .end: .array(["end".json])
      }
    }

    init(json: JSON) throws(CodingError) {
      let words = try [String](json: json)
      switch (words.first, words.count) {
      case ("order", 2): self = .order(words[1])
      case ("done", 2): self = .done(words[1])
      case ("drop", 2): self = .drop(words[1])
      case ("aside", 2): self = .aside(words[1])
      case ("end", 1): self = .end
      default: throw CodingError(.outOfRange, "no such event")
      }
    }
  }

  static let identity = MachineIdentity(name: "errands", version: 3)

  /// Telling bears repetition.
  static func mayWait(_ event: Event) -> Bool {
    if case .done(let name) = event { name.hasPrefix("tell ") } else { false }
  }

  private(set) var open: [String] = []
  private(set) var times: [Timestamp] = []
  private(set) var isFinished = false

  var outstandingActions: [String] { isFinished ? [] : open }

  mutating func handle(_ event: Event, at time: Timestamp) -> [String] {
    times.append(time)
    switch event {
    case .order(let name):
      open.append(name)
      return [name]
    case .done(let name), .drop(let name):
      open.removeAll { $0 == name }
      return []
    case .aside(let name): return [name]
    case .end:
      isFinished = true
      return []
    }
  }
}
