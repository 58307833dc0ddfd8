import ArgumentParser
import Foundation
import SemperCoding
import SemperExchange

/// `semper exchange run CELL`.
struct ExchangeRunCommand: AsyncParsableCommand {
  static let unfair = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run one transfer or exchange between real processes on this machine and judge its end.",
    discussion:
      "Exits with 0 only if the end was fair. The times are seconds, for demonstration; real terms speak of days.")

  @Argument(help: "The cell, as `semper exchange list` names it; only --fail list does without.")
  var cell: FigureCell?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  @Option(help: "What goes wrong; “list” names what can go wrong, in this cell or in any.")
  var fail: String?
  @Option(help: "Bytes of each piece of data.")
  var size: Int?
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is kept.")
  var dir: String?
  @Option(help: ArgumentHelp("Destroy what one side holds, to see the judge notice.", visibility: .hidden))
  var plant: PlantedLoss?
  @Option(help: ArgumentHelp("Kill a party after one of its acts, such as originator@5.", visibility: .hidden))
  var dies: PartyDeath?
  @Option(
    help: ArgumentHelp("Kill a process at one of its durable writes, such as bank@7 or bank@7+.", visibility: .hidden))
  var falls: ProcessFall?

  private var isList: Bool { fail == "list" }

  func validate() throws {
    guard let cell else {
      guard isList else { throw ValidationError("name a cell; semper exchange list has them") }
      return
    }
    if let fail, !isList {
      guard let fault = ExchangeCase(rawValue: fail) else {
        throw ValidationError("“\(fail)” is no case; semper exchange run \(cell.rawValue) --fail list names them")
      }
      guard fault.applies(to: cell) else {
        throw ValidationError("“\(fail)” cannot happen in \(cell.rawValue); --fail list names what can")
      }
    }
    let largest =
      (cell.proposer + cell.invited).contains { $0 == .checkedData || $0 == .mail }
      ? Int(ItemDescription.largestChecked) : 1 << 30
    if let size, !(1...largest).contains(size) { throw ValidationError("--size is 1 to \(largest) bytes in this cell") }
    if let plant, !plant.applies(to: cell) {
      throw ValidationError("“\(plant.rawValue)” cannot happen in \(cell.rawValue)")
    }
    guard !cell.isTransfer || dies == nil else {
      throw ValidationError("this is for exchanges; \(cell.rawValue) is a transfer")
    }
  }

  func run() async throws {
    guard !isList, let cell else { return list() }
    let quiet = json
    let tell: @Sendable (String) -> Void = { text in
      if !quiet { Output.line(text) }
    }
    let fault = fail.flatMap(ExchangeCase.init)
    tell(cell.sentence)
    tell(cell.plan.explanation)
    if let fault { tell(fault.story(in: cell)) }
    let result = try await ExchangeRun(
      directory: try WorkingDirectory.make(dir, named: "semper-exchange"),
      semper: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"), cell: cell, size: size,
      fault: fault, plant: plant, death: dies, fall: falls, tell: tell
    ).run()
    if json { Output.line(result.text) } else { result.story.forEach(Output.line) }
    if !result.fair { throw Self.unfair }
  }

  private func list() {
    let cases = ExchangeCase.allCases.filter { fault in cell.map(fault.applies) ?? true }
    guard json else {
      for fault in cases {
        Output.line(
          fault.rawValue + String(repeating: " ", count: max(1, 24 - fault.rawValue.count)) + fault.story(in: cell))
      }
      return
    }
    Output.json(.array(cases.map { .fields(["case": $0.rawValue.json, "story": $0.story(in: cell).json]) }))
  }
}
