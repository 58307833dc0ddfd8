import Foundation
import Testing

/// A deal between real processes that only its parties can end: the buyer's money is locked, its commitment has never reached
/// the shop, the shop's time for it is over, and the arbiter was killed.
final class StuckDeal {
  /// The time of each state of the terms, of which every step before has to take less.
  private static let within = 12

  let folder = DemoFolder()
  private(set) var deal = ""
  private var programs: [RunningProgram] = []
  private var environment: [String: String] { ["SEMPER_PASSPHRASE_FILE": folder.path + "/passphrase"] }
  var trust: String { folder.path + "/authority/trust.json" }

  init() throws {
    try sell()
    let authority = try serve("authority", ["--enrol", "bank", "--enrol", "arbiter", "--enrol", "seller"])
    let bank = try serve(
      "bank", ["--grant", "500.00", "--key-bits", "2048", "--largest-exponent", "14"] + token("bank", authority))
    let arbiter = try serve("arbiter", ["--shortest-window", "PT1S"] + token("arbiter", authority))
    let killed = try #require(programs.last)
    let port = try #require((20_000..<32_000).shuffled().first { MachineProcesses.isFree(port: UInt16($0)) })
    let network = try cut(to: port)
    let shop = try serve(
      "shop",
      [
        "--courses", folder.path + "/courses", "--terms", "services/online-purchase-of-information/terms.json",
        "--within", "PT\(Self.within)S", "--window", "PT2M", "--patience", "PT2S", "--trust", trust, "--bank", bank,
        "--arbiter", arbiter, "--address", network.address, "--log-level", "debug",
      ] + token("seller", authority), port: port)
    #expect(shop == network.address)
    try fill(bank)
    try buy(at: shop, over: network.program, until: killed)
    // Nobody tells the seller what it waits for, until its time for this state is over and it asks an arbiter that is gone.
    _ = try #require(programs.last).wait(for: "an action failed and will be tried again")
    try network.program.say(#"{"do":"restore"}"#)
  }

  deinit {
    for program in programs.reversed() {
      program.signal(SIGKILL)
      _ = program.end()
    }
  }

  func wallet(_ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["wallet"] + arguments + ["--home", folder.path + "/wallet"], environment: environment)
  }

  /// One course of one file.
  private func sell() throws {
    let course = folder.path + "/courses/sample"
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    try Data((0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }).write(
      to: URL(filePath: course + "/recording.bin"))
    let description = """
      {"files":[{"mediaType":"application/octet-stream","path":"recording.bin","title":"The recording"}],\
      "id":"sample","language":"en","price":"12.00",\
      "summary":{"de":"Eine Aufnahme.","el":"Μια ηχογράφηση.","en":"A recording."},\
      "title":{"de":"Aufnahme","el":"Ηχογράφηση","en":"Recording"}}
      """
    try Data(description.utf8).write(to: URL(filePath: course + "/course.json"))
  }

  /// Starts a role and waits until it answers; where.
  private func serve(_ role: String, _ arguments: [String], port: Int = 0) throws -> String {
    let program = try RunningProgram(
      ["serve", role, "--home", "\(folder.path)/\(role)", "--port", "\(port)"] + arguments)
    programs.append(program)
    return try Self.member("address", in: program.wait(for: "\"address\":\""))
  }

  private func token(_ role: String, _ authority: String) -> [String] {
    ["--authority", authority, "--token", "\(folder.path)/authority/enrolment/\(role).token"]
  }

  /// A network before the shop that holds the buyer's commitment.
  private func cut(to port: Int) throws -> (program: RunningProgram, address: String) {
    let rules = folder.path + "/rules.json"
    let rule = """
      {"rules":[{"action":{"do":"hook"},"direction":"request","name":"commitment",\
      "typ":"semper-commit-responder+jws"}]}
      """
    try Data(rule.utf8).write(to: URL(filePath: rules))
    let program = try RunningProgram(
      ["--listen", "127.0.0.1:0", "--to", "127.0.0.1:\(port)", "--rules", rules], program: "semper-proxy")
    programs.append(program)
    let said = try program.wait(for: "\"port\":")
    let listening = said.components(separatedBy: "\"port\":")[1].prefix { $0.isNumber }
    return (program, "http://127.0.0.1:\(listening)")
  }

  private func fill(_ bank: String) throws {
    _ = FileManager.default.createFile(
      atPath: folder.path + "/passphrase", contents: Data("play money only".utf8),
      attributes: [.posixPermissions: 0o600])
    let made = try wallet(
      ["init", "--trust", trust, "--bank", bank, "--seed-file", folder.path + "/seed", "--quick"])
    #expect(made.status == 0, "\(made.errors)")
    let withdrawn = try wallet(["withdraw", "20.00"])
    #expect(withdrawn.status == 0, "\(withdrawn.errors)")
  }

  /// Buys until the money is locked; then nothing gets through any more, and the arbiter dies.
  private func buy(at shop: String, over network: RunningProgram, until killed: RunningProgram) throws {
    let code = try SemperProgram.firstOffer(at: shop)
    let buying = try RunningProgram(
      ["wallet", "buy", shop, code, "--yes", "--patience", "2", "--json", "--home", folder.path + "/wallet"],
      environment: environment)
    _ = try network.wait(for: "\"matched\"")
    killed.signal(SIGKILL)
    try network.say(#"{"do":"drop"}"#)
    try network.say(#"{"do":"refuse"}"#)
    buying.signal(SIGTERM)
    _ = buying.end()
    let listed = try wallet(["deals", "--offline"])
    deal = String(listed.output.prefix(22))
    #expect(listed.output.contains("  open  "), "\(listed.output) \(listed.errors)")
  }

  private static func member(_ name: String, in said: String) throws -> String {
    let parts = said.components(separatedBy: "\"\(name)\":\"")
    return try #require(parts.count > 1 ? parts[1].components(separatedBy: "\"").first : nil)
  }
}
