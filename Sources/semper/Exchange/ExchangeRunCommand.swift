import ArgumentParser
import Foundation
import SemperCoding
import SemperExchange
import SemperTrustedUI

/// `semper exchange run CELL`.
struct ExchangeRunCommand: AsyncParsableCommand, SpeakingCommand {
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
  @Option(help: "The form of statements and credentials: plain, or x509 for X.509 certificates.")
  var form = CellSetup.Form.plain
  @Option(help: "Where money is locked: as coins, or on the account, which can take it back for a while.")
  var lock = CellSetup.Lock.coins
  @Option(
    help: "Of a transfer: what it does without, confidentiality or receipt. May be repeated.")
  var without: [TransferPart] = []
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
  @Option(
    help: ArgumentHelp(
      "Let the clock of a process leap, such as bank@300, or bank@-300:4 four seconds after the beginning.",
      visibility: .hidden))
  var leaps: ProcessLeap?
  @Option(help: ArgumentHelp("What the networks do, as rules of the proxy by role, in a file.", visibility: .hidden))
  var weather: String?

  @OptionGroup var mix: MixOptions
  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  private var texts: Texts { CommandTexts.of(language) }

  private var isList: Bool { fail == "list" }

  func validate() throws {
    guard let cell else {
      guard isList else { throw wrong(.exchangeErrorCell) }
      return
    }
    let setup = try setup(cell)
    let name = ["cell": setup.name]
    if let fail, !isList {
      let named = name.merging(["case": fail]) { $1 }
      guard let fault = ExchangeCase(rawValue: fail) else { throw wrong(.exchangeErrorCase, named) }
      guard fault.applies(to: setup) else { throw wrong(.exchangeErrorImpossible, named) }
    }
    let largest = setup.isSeenWhole ? Int(ItemDescription.largestChecked) : 1 << 30
    if let size, !(1...largest).contains(size) { throw wrong(.exchangeErrorSize, ["largest": String(largest)]) }
    if let plant, !plant.applies(to: setup) {
      throw wrong(.exchangeErrorImpossible, name.merging(["case": plant.rawValue]) { $1 })
    }
    if let part = without.first, !setup.isTransfer || fail != nil || plant != nil {
      throw wrong(.exchangeErrorWithout, name.merging(["part": part.rawValue]) { $1 })
    }
    guard !setup.isTransfer || dies == nil else { throw wrong(.exchangeErrorTransfer, name) }
    let roles = ExchangeStage.roles(in: setup)
    for part in [falls?.name, leaps?.name] {
      guard let part, !roles.contains(part) else { continue }
      throw wrong(.exchangeErrorFall, name.merging(["part": part, "roles": roles.joined(separator: ", ")]) { $1 })
    }
  }

  private func wrong(_ text: ExchangeText, _ parts: [String: String] = [:]) -> ValidationError {
    ValidationError(texts(text, parts))
  }

  /// The cell with what its sides give here.
  private func setup(_ cell: FigureCell) throws -> CellSetup {
    let draft = mix.isGiven ? try mix.draft(texts) : nil
    do {
      var setup = try CellSetup(cell, form: form, lock: lock, mix: draft)
      setup.transfer = TransferPart.terms(without: without)
      return setup
    } catch let error as DemoError {
      throw ValidationError(error.saying.text(in: texts))
    } catch let obstacle as PlanObstacle {
      guard let draft else { throw obstacle }
      throw ValidationError(PlanWords(draft: draft, texts: texts).lines(obstacle).joined(separator: "\n"))
    }
  }

  func run() async throws {
    guard !isList, let cell else { return try list() }
    let (quiet, texts) = (json, texts)
    let tell: @Sendable (String) -> Void = { text in
      if !quiet { Output.line(text) }
    }
    let fault = fail.flatMap(ExchangeCase.init)
    let setup = try setup(cell)
    tell(setup.sentence(texts))
    tell(setup.explanation(texts))
    if let draft = setup.mix {
      PlanWords(draft: draft, texts: texts).lines(try draft.plan()).forEach(tell)
    }
    if let fault { tell(fault.story(in: setup, texts)) }
    let result = try await ExchangeRun(
      directory: try WorkingDirectory.make(dir, named: "semper-exchange"),
      semper: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"), cell: setup, size: size,
      fault: fault, plant: plant, death: dies, fall: falls,
      leap: leaps, weather: try weather.map { try NetworkWeather(file: $0) } ?? NetworkWeather(),
      tell: { tell($0.text(in: texts)) }
    ).run()
    if json { Output.line(result.text) } else { result.story(in: texts).forEach(Output.line) }
    if !result.fair { throw Self.unfair }
  }

  private func list() throws {
    let cell = try cell.map(setup)
    let cases = ExchangeCase.allCases.filter { fault in cell.map(fault.applies) ?? true }
    guard json else {
      for fault in cases {
        let indent = String(repeating: " ", count: max(1, 24 - fault.rawValue.count))
        Output.line(fault.rawValue + indent + fault.story(in: cell, texts))
      }
      return
    }
    let english = CommandTexts.of(.english)
    Output.json(.array(cases.map { .fields(["case": $0.rawValue.json, "story": $0.story(in: cell, english).json]) }))
  }
}
