import Foundation
import SemperCoding
import SemperCommunication
import SemperModel
import SemperServers

/// All processes of one contract of several parties: authority, arbiter, the coordinator, and the others with homes of their own.
actor ContractStage {
  private static let patience = Span(seconds: 4)
  private static let window = Span(seconds: 6)
  private static let closes = Span(seconds: 60)

  let directory: String
  private let semper: String
  private let signers: Int
  private let text: HumanText
  private let fault: ContractCase?
  private var services: [ChildProcess] = []
  private(set) var network: FaultyNetwork?
  private var processes: [String: ChildProcess] = [:]
  private var ports: [String: Int] = [:]
  /// How the signing ended for each that has said so.
  private(set) var ends: [String: String] = [:]

  init(directory: String, semper: String, signers: Int, text: HumanText, fault: ContractCase?) {
    self.directory = directory
    self.semper = semper
    self.signers = signers
    self.text = text
    self.fault = fault
  }

  nonisolated var trustFile: String { home("authority") + "/trust.json" }
  nonisolated func home(_ name: String) -> String { directory + "/" + name }
  /// Everybody but the coordinator; the line to the last one is where something happens.
  nonisolated var others: [String] { (1..<signers).map { "party-\($0)" } }
  nonisolated var last: String { "party-\(signers - 1)" }
  static let coordinator = "coordinator"

  func open() async throws {
    let authority = try await serve("authority", ["serve", "authority", "--log-level", "info", "--enrol", "arbiter"])
    let arbiter = try await serve(
      "arbiter",
      [
        "serve", "arbiter", "--shortest-window", "PT1S", "--authority", authority.text, "--token",
        home("authority") + "/enrolment/arbiter.token",
      ])
    var peers = [Address]()
    for name in others {
      var address = try Address("http://127.0.0.1:\(port(of: name))")
      if name == last, let fault {
        let network = try await FaultyNetwork.start(
          URL(fileURLWithPath: semper).deletingLastPathComponent().path + "/semper-proxy", to: address,
          rules: [.hold("request", fault.letter)],
          log: home(name) + "-network.log")
        self.network = network
        address = network.address
      }
      peers.append(address)
      try await begin(name, agreement([], arbiter), at: address)
    }
    let address = try Address("http://127.0.0.1:\(port(of: Self.coordinator))")
    try await begin(Self.coordinator, agreement(peers, arbiter), at: address)
  }

  /// Starts it again, with its home and on the port that it had.
  func restart(_ name: String) async throws { try await start(name) }

  func kill(_ name: String) async { await processes[name]?.killHard() }

  /// How the signing ended for one of them; `nil` when it stops without a word.
  func ended(_ name: String) async -> String? {
    while let line = await processes[name]?.nextLine() {
      guard let json = try? CanonicalJSON.parse(Array(line.utf8)),
        let word = json["outcome"].flatMap({ try? String(json: $0) })
      else { continue }
      // That a party's own exchange has gone through is not the end yet.
      guard json["contract"] != nil || word != "completed" else { continue }
      ends[name] = word
      return word
    }
    return nil
  }

  func close() async {
    for process in processes.values { await process.stop() }
    for service in services.reversed() { await service.stop() }
    await network?.process.stop()
  }

  private func agreement(_ peers: [Address], _ arbiter: Address) -> PartyAgreement {
    PartyAgreement(
      gives: .list([]), expects: .list([]), arbiter: arbiter, patience: Self.patience, closes: Self.closes,
      window: Self.window, contract: ContractWish(text: text, signers: signers, peers: peers))
  }

  private func begin(_ name: String, _ agreement: PartyAgreement, at address: Address) async throws {
    let file = home(name) + "-agreement.json"
    try Data(agreement.canonicalBytes).write(to: URL(fileURLWithPath: file))
    processes[name] = ChildProcess(
      name, semper,
      [
        "exchange", "party", "--home", home(name), "--agreement", file, "--trust", trustFile, "--port",
        String(try port(of: name)), "--address", address.text, "--log-level", "debug",
      ], log: home(name) + ".log")
    try await start(name)
  }

  private func start(_ name: String) async throws {
    guard let process = processes[name] else { throw DemoError(.demoErrorRunning, ["part": name]) }
    try await process.start()
    guard await process.nextLine() != nil else {
      throw DemoError(.demoErrorStart, ["part": name, "log": home(name) + ".log"])
    }
  }

  private func serve(_ name: String, _ arguments: [String]) async throws -> Address {
    let process = ChildProcess(
      name, semper, arguments + ["--home", home(name), "--port", String(try port(of: name))], log: home(name) + ".log")
    services.append(process)
    try await process.start()
    guard let line = await process.nextLine(), let json = try? CanonicalJSON.parse(Array(line.utf8)),
      let address = json["address"].flatMap({ try? Address(json: $0) })
    else { throw DemoError(.demoErrorStart, ["part": name, "log": home(name) + ".log"]) }
    return address
  }

  private func port(of name: String) throws -> Int {
    if let port = ports[name] { return port }
    let port = try FreePort.find()
    ports[name] = port
    return port
  }
}
