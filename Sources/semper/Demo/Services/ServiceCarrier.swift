import SemperCoding
import SemperCommerce
import SemperModel
import SemperTerms
import Synchronization

/// The carrier of a played scenario, by its commands: it takes each parcel that the shop sends, and says what the scenario says of it.
final class ServiceCarrier: Sendable {
  /// As the dispatch notes of scenarios name it.
  private static let organisation = "Semper Demo Carrier"

  let event: Carriage.Event
  let script: ScenarioScript
  let semper: String
  let directory: String
  private let signed = Mutex<[Int: [String]]>([:])

  init(event: Carriage.Event, script: ScenarioScript, semper: String, directory: String) {
    self.event = event
    self.script = script
    self.semper = semper
    self.directory = directory
  }

  /// The files with what it has said.
  var files: [String] { signed.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) } }

  /// Whether what it says is for the seller to show.
  var speaksForSeller: Bool { Self.speaksForSeller(event.rawValue) }

  static func speaksForSeller(_ event: String?) -> Bool { event == Carriage.Event.delivered.rawValue }

  func enrol(_ enrolment: [String]) async throws {
    try await run("key", ["--organisation", Self.organisation] + enrolment)
  }

  /// Takes the parcel of a step, once, and brings it wherever the scenario says.
  func carry(_ step: OpenStep) async throws {
    guard let consignment = step.consignment, let parcel = parcel(in: step),
      signed.withLock({ files in
        guard files[step.turn] == nil else { return false }
        files[step.turn] = []
        return true
      })
    else { return }
    for said in [Carriage.Event.accepted, event] {
      let file = "\(directory)/carriage-\(step.turn)-\(said.rawValue).json"
      let lines = (consignment.address ?? []).flatMap { ["--to", $0] }
      try await run(
        "sign",
        [said.rawValue, "--parcel", parcel, "--consignment", "\(consignment.number)", "--out", file] + lines)
      signed.withLock { $0[step.turn, default: []].append(file) }
    }
  }

  /// The parcel's number, as the shop is going to write it into its note.
  private func parcel(in step: OpenStep) -> String? {
    for item in step.choices {
      guard case .dispatch(_, let field)? = script.terms.telling(of: item),
        case .string(let number)? = script.moves[step.turn]?.documents[item]?[field]
      else { continue }
      return number
    }
    return nil
  }

  private func run(_ command: String, _ arguments: [String]) async throws {
    let log = directory + "/carrier.log"
    let words = ["carrier", command, "--home", directory + "/carrier", "--json"] + arguments
    let process = ChildProcess("carrier", semper, words, log: log)
    try await process.start()
    _ = await process.nextLine()
    guard await process.wait() == 0 else { throw DemoError(.demoErrorStart, ["part": "carrier", "log": log]) }
  }
}
