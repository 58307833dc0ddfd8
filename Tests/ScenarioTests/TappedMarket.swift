import Foundation
import Testing

/// A shop that takes cards only, the bank of the cards, a wallet with one, and what else they need, each a process. Networks before shop
/// and card bank keep what goes over them, and both log all that they can.
final class TappedMarket {
  static let title = "Quaggas in nineteen lithographs"

  let folder = DemoFolder()
  /// What the bank wrote to the card's holder.
  private(set) var number = ""
  private(set) var expiry = ""
  private(set) var shop = ""
  private var programs: [String: RunningProgram] = [:]
  private var environment: [String: String] { ["SEMPER_PASSPHRASE_FILE": folder.path + "/passphrase"] }

  init() throws {
    try sell()
    let authority = try serve(
      "authority", ["--enrol", "bank", "--enrol", "bank", "--enrol", "arbiter", "--enrol", "seller"])
    let trust = folder.path + "/authority/trust.json"
    let mint = try serve(
      "bank", ["--grant", "500.00", "--key-bits", "2048", "--largest-exponent", "0"] + token("bank", authority))
    let arbiter = try serve("arbiter", ["--shortest-window", "PT1S"] + token("arbiter", authority))
    let cards = try tap(
      "cardbank", ["--grant", "100.00", "--log-level", "debug"] + token("bank-2", authority))
    try fill(trust, mint, cards)
    shop = try tap(
      "shop",
      [
        "--courses", folder.path + "/courses", "--terms", "services/online-purchase-of-information/terms.json",
        "--within", "PT30M", "--window", "PT2M", "--patience", "PT30S", "--trust", trust, "--bank", mint, "--arbiter",
        arbiter, "--card-bank", cards, "--means", "set", "--log-level", "debug",
      ] + token("seller", authority))
  }

  deinit {
    for program in programs.values {
      program.signal(SIGKILL)
      _ = program.end()
    }
  }

  func process(of role: String) throws -> Int32 { try #require(programs[role]).number }

  /// The home of a role, its log, and what went over the network before it.
  func places(of role: String) -> [String] { [role, "\(role).log", "\(role)-network"].map { folder.path + "/" + $0 } }

  /// What went over the network while the card was fetched.
  var registration: String { folder.path + "/registration" }

  func wallet(_ arguments: [String]) throws -> SemperProgram.Run {
    let run = try SemperProgram.run(
      ["wallet"] + arguments + ["--home", folder.path + "/wallet"], environment: environment)
    #expect(run.status == 0, "\(arguments): \(run.output) \(run.errors)")
    return run
  }

  func till(_ arguments: [String]) throws -> SemperProgram.Run {
    let run = try SemperProgram.run(["till"] + arguments + ["--home", folder.path + "/shop"])
    #expect(run.status == 0, "\(arguments): \(run.output) \(run.errors)")
    return run
  }

  /// Buys the only course; by what id.
  func buy() throws -> String {
    let code = try SemperProgram.firstOffer(at: shop)
    let bought = try wallet(["buy", shop, code, "--yes", "--pay", "set", "--json"]).object()
    #expect(bought["outcome"] as? String == "completed", "\(bought)")
    return try #require(bought["deal"] as? String)
  }

  /// Makes a bill and pays it; by what link.
  func pay(_ words: String) throws -> String {
    let bill = try till(["bill", "3.50", words, "--json"]).object()
    let link = try #require(bill["link"] as? String)
    _ = try wallet(["pay", link, "--yes", "--pay", "set", "--json"])
    return link
  }

  /// One course of one file.
  private func sell() throws {
    let course = folder.path + "/courses/sample"
    try FileManager.default.createDirectory(atPath: course, withIntermediateDirectories: true)
    try Data((0..<7_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }).write(
      to: URL(filePath: course + "/plates.bin"))
    let description = """
      {"files":[{"mediaType":"application/octet-stream","path":"plates.bin","title":"The plates"}],\
      "id":"sample","language":"en","price":"12.00",\
      "summary":{"de":"Tafeln.","el":"Πίνακες.","en":"Plates."},\
      "title":{"de":"Tafeln","el":"Πίνακες","en":"\(Self.title)"}}
      """
    try Data(description.utf8).write(to: URL(filePath: course + "/course.json"))
  }

  /// Starts a role, whose log goes to a file, and waits until it answers; where.
  private func serve(_ role: String, _ arguments: [String], port: UInt16 = 0) throws -> String {
    let program = try RunningProgram(
      [
        "-c", "exec \"$0\" \"$@\" 2> \"$LOG\"", try SemperProgram.path("semper"), "serve", role, "--home",
        "\(folder.path)/\(role)", "--port", "\(port)",
      ] + arguments, environment: ["LOG": "\(folder.path)/\(role).log"], program: "/bin/sh")
    programs[role] = program
    return try program.address()
  }

  /// Starts a role that is reached over a network of its own.
  private func tap(_ role: String, _ arguments: [String]) throws -> String {
    let port = try #require((20_000..<32_000).shuffled().first { MachineProcesses.isFree(port: UInt16($0)) })
    let network = try RunningProgram(
      ["python3", TaintSearch.program, "relay", "\(port)", "\(folder.path)/\(role)-network"], program: "/usr/bin/env")
    programs[role + "-network"] = network
    let listening = try network.wait(for: "}").filter { $0.isNumber }
    let address = "http://127.0.0.1:\(listening)"
    #expect(try serve(role, arguments + ["--address", address], port: UInt16(port)) == address)
    return address
  }

  private func token(_ role: String, _ authority: String) -> [String] {
    ["--authority", authority, "--token", "\(folder.path)/authority/enrolment/\(role).token"]
  }

  /// Makes a wallet and fetches a card, before there is a shop. What was said of it over the network goes apart.
  private func fill(_ trust: String, _ mint: String, _ cards: String) throws {
    _ = FileManager.default.createFile(
      atPath: folder.path + "/passphrase", contents: Data("play money only".utf8),
      attributes: [.posixPermissions: 0o600])
    _ = try wallet(["init", "--trust", trust, "--bank", mint, "--seed-file", folder.path + "/seed", "--quick"])
    _ = try wallet(["card", cards])
    let network = folder.path + "/cardbank-network"
    try FileManager.default.createDirectory(atPath: registration, withIntermediateDirectories: true)
    var said = ""
    for name in try FileManager.default.contentsOfDirectory(atPath: network) {
      let file = registration + "/" + name
      try FileManager.default.moveItem(atPath: network + "/" + name, toPath: file)
      said += String(decoding: try #require(FileManager.default.contents(atPath: file)), as: UTF8.self)
    }
    number = try Self.member("number", in: said)
    expiry = try Self.member("expiry", in: said)
    #expect(number.count == 16 && expiry.count == 6)
  }

  private static func member(_ name: String, in said: String) throws -> String {
    let parts = said.components(separatedBy: "\"\(name)\":\"")
    return try #require(parts.count > 1 ? parts[1].components(separatedBy: "\"").first : nil)
  }
}
