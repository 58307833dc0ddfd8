import CardTrials
import Foundation
import SemperChipper

/// Runs the trials of purse and module over real PC/SC, where pcscd and its virtual reader run (`run.sh` starts these in a
/// network of their own), or with `token LIBRARY LABEL PIN` those of a module's key in a PKCS #11 token, with
/// `mint LIBRARY LABEL PIN` those of a mint's.
@main
struct CardStation {
  static func main() async {
    let arguments = CommandLine.arguments
    do {
      if arguments.count == 5, arguments[1] == "token" {
        try await TokenTrial.run(library: arguments[2], label: arguments[3], pin: arguments[4])
      } else if arguments.count == 5, arguments[1] == "mint" {
        try await MintTokenTrial.run(library: arguments[2], label: arguments[3], pin: arguments[4])
      } else {
        try await run()
      }
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() async throws {
    let stand = PCSCStand()
    for trial in CardTrial.allCases {
      try await trial.run(on: stand)
      say("done: \(trial.rawValue)")
    }
    try await compareWithIndependentClient(stand)
    try await measure("in-process", InProcessStand())
    try await measure("pc/sc", stand)
  }

  /// What another program of the machine reads from the same card.
  private static func compareWithIndependentClient(_ stand: PCSCStand) async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    try await stand.insert(purse.card, module.card)
    try await PurseFlow(world).load(1234, PurseTerminal(try stand.purse()))
    let listed = try tool(["-l"])
    try require(PCSCStand.readers.allSatisfy(listed.contains), "opensc-tool does not see both readers: \(listed)")
    let reset = try tool(["-r", "0", "-a"]).lowercased()
    let expected = Purse.answerToReset.map { String(format: "%02x", $0) }.joined(separator: ":")
    try require(reset.contains(expected), "opensc-tool reads another answer to reset: \(reset)")
    let balance = try tool(["-r", "0", "-s", "90:5C:00:00:04"])
    try require(balance.contains("90, SW2=0x00") || balance.contains("SW1=0x90"), "opensc-tool got: \(balance)")
    try require(balance.contains("00 00 04 D2"), "opensc-tool reads another balance: \(balance)")
    say("done: opensc-tool reads the same card")
  }

  private static func measure(_ name: String, _ stand: any CardStand) async throws {
    let world = try await PurseWorld.make()
    let (purse, module) = (try await world.purse(), try await world.module())
    try await stand.insert(purse.card, module.card)
    let terminals = (PurseTerminal(try await stand.purse()), ModuleTerminal(try await stand.module()))
    let flow = PurseFlow(world)
    try await flow.load(5000, terminals.0)
    let count = 50
    let time = try await ContinuousClock().measure {
      for index in 0..<count { try await flow.buy(1, terminals.0, at: terminals.1, for: "\(index)") }
    }
    let milliseconds = Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3
    say("pace: \(name) \(String(format: "%.2f", milliseconds / Double(count))) ms a purchase of five commands")
  }

  private static func tool(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/opensc-tool")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func require(_ condition: Bool, _ what: String) throws {
    guard condition else { throw TrialFailure(what) }
  }

  private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
