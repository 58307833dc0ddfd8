import ArgumentParser
import Foundation
import SemperCommerce
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper demo`: a whole marketplace on this machine, to look at or, headless, to be told how a deal ends.
struct DemoCommand: AsyncParsableCommand, SpeakingCommand {
  static let unfair = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Start a whole marketplace on this machine (play money, terms in seconds).")

  @Flag(help: "Run one deal without a person and say how it ended.")
  var headless = false
  @Flag(help: "Print one JSON object on standard output (with --headless).")
  var json = false
  @Option(
    help: ArgumentHelp(
      "What goes wrong in the deal (with --headless): \(FaultCase.allCases.map(\.rawValue).joined(separator: ", ")); with --service a scenario of it, by its name."
    ))
  var fail: String?
  @Option(help: "Play a scenario of this ready-made service between a wallet and a shop (with --headless).")
  var service: String?
  @Option(help: "The folder of ready-made services; looked for likewise.")
  var services = ServiceShelf.usual
  @Option(help: ArgumentHelp("Destroy what one side holds, to see the judge notice.", visibility: .hidden))
  var plant: PlantedCheat?
  @Option(help: "Sell one generated file of so many bytes (with --headless).")
  var size: Int?
  @Option(help: "Sell the built courses and buy this one, by its id (with --headless).")
  var course: String?
  @Option(help: "Pay with this system only, such as ecash or chipper (with --headless); else the managers agree.")
  var pay: String?
  @Flag(help: "Give the shop a bank of its own, so that money goes by transfer from bank to bank (sepa-inst).")
  var twoBanks = false
  @Option(help: "How long the other side of a dispute has to answer.")
  var hearing = Span(seconds: 60)
  @Option(help: "How long a ruling on a dispute can be appealed against.")
  var appeal = Span(seconds: 60)
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is kept.")
  var dir: String?
  @Option(help: "The built courses; looked for here, then where the program was built.")
  var courses = "content"
  @Option(help: "The terms of business; looked for likewise.")
  var terms = "services/online-purchase-of-information/terms.json"

  @OptionGroup var speech: LanguageOptions
  var language: Language { speech.language }
  private var texts: Texts { CommandTexts.of(language) }

  func validate() throws {
    guard headless || (fail == nil && service == nil && size == nil && course == nil && pay == nil && !json) else {
      throw ValidationError(texts(DemoText.demoErrorHeadless))
    }
    guard service != nil || fail == nil || fault != nil else {
      throw ValidationError(
        texts(DemoText.demoErrorCase, ["known": FaultCase.allCases.map(\.rawValue).joined(separator: ", ")]))
    }
    guard service == nil || (size == nil && course == nil && pay == nil && !twoBanks && plant == nil) else {
      throw ValidationError(texts(DemoText.demoErrorServiceAlone))
    }
    guard size == nil || course == nil else {
      throw ValidationError(texts(DemoText.demoErrorBoth))
    }
    guard !hasTwoBanks || (pay ?? DemoRun.transfer == DemoRun.transfer && fault != .doubleSpend) else {
      throw ValidationError(texts(DemoText.demoErrorBanks))
    }
    if let size, !(1...(8 << 30)).contains(size) { throw ValidationError(texts(DemoText.demoErrorSize)) }
  }

  /// What goes wrong in a purchase.
  private var fault: FaultCase? { service == nil ? fail.flatMap(FaultCase.init) : nil }
  private var hasTwoBanks: Bool { twoBanks || fault == .transferLost }

  func run() async throws {
    let directory = try WorkingDirectory.make(dir, named: "semper-demo")
    let semper = try ownExecutable()
    let folder = SemperFolder(program: semper)
    if let service { return try await play(service, in: directory, semper, folder) }
    guard let terms = folder.find(terms) else { throw DemoError(.demoErrorTerms, ["path": terms]) }
    let courses = folder.find(courses) ?? courses
    guard headless else {
      return try await OpenDemo(
        directory: directory, semper: semper, courses: courses, terms: terms, hasTwoBanks: twoBanks,
        disputes: DisputeTimes(hearing: hearing, appeal: appeal), texts: texts
      ).run()
    }
    let sold = try course.map { try built($0, in: courses) } ?? SampleCourse.folder(in: directory, size: size)
    let quiet = json
    let demo = DemoRun(
      directory: directory, semper: semper, courses: sold, course: course ?? SampleCourse.slug, terms: terms,
      fault: fault, plant: plant, pay: pay ?? (hasTwoBanks ? DemoRun.transfer : nil), hasTwoBanks: hasTwoBanks,
      texts: texts,
      tell: { text in
        if !quiet { Output.line(text) }
      })
    if let fault, !quiet { Output.line(fault.story(in: texts)) }
    let result = try await demo.run()
    if json {
      Output.line(result.text)
    } else {
      DemoStory(texts: texts).lines(result).forEach(Output.line)
    }
    if !result.fair { throw Self.unfair }
  }

  private func play(
    _ service: String, in directory: String, _ semper: String, _ folder: SemperFolder
  ) async throws {
    let stage = try ServiceStage(service, scenario: fail, in: folder.find(services) ?? services)
    let quiet = json
    let run = ServiceRun(directory: directory, semper: semper, stage: stage, texts: texts) { text in
      if !quiet { Output.line(text) }
    }
    let result = try await run.run()
    if json { Output.line(result.text) } else { result.lines(in: texts).forEach(Output.line) }
    if !result.isAsExpected { throw Self.unfair }
  }

  private func built(_ course: String, in courses: String) throws -> String {
    let folder = URL(fileURLWithPath: courses).path
    guard FileManager.default.fileExists(atPath: "\(folder)/\(course)/course.json") else {
      throw DemoError(.demoErrorCourse, ["course": course, "folder": courses])
    }
    return folder
  }

  /// The program that is running, so that the other processes are the same build.
  private func ownExecutable() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}
