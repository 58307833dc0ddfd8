import Foundation
import SemperCoding
import SemperCommunication
import SemperExchange
import SemperModel
import SemperServers
import SemperStatements

/// All processes of one transfer to several recipients: authority, delivery agent, the sender, and the recipients with homes of
/// their own.
actor RecipientStage {
  static let sender = "sender"
  private static let patience = Span(seconds: 5)
  /// Short where the end is waited for.
  private static let shortLife = Span(seconds: 12)
  private static let life = Span(seconds: 60)

  let directory: String
  private let semper: String
  private let count: Int
  private let size: Int
  private let fault: RecipientCase?
  private var services: [ChildProcess] = []
  private(set) var network: FaultyNetwork?
  private var processes: [String: ChildProcess] = [:]
  private var ports: [String: Int] = [:]
  /// Where each recipient is reached.
  private(set) var addresses: [String: Address] = [:]
  /// How it has ended for each that has said so.
  private(set) var ends: [String: JSON] = [:]

  init(directory: String, semper: String, count: Int, size: Int, fault: RecipientCase?) {
    self.directory = directory
    self.semper = semper
    self.count = count
    self.size = size
    self.fault = fault
  }

  nonisolated var trustFile: String { home("authority") + "/trust.json" }
  nonisolated func home(_ name: String) -> String { directory + "/" + name }
  nonisolated var recipients: [String] { (1...count).map { "recipient-\($0)" } }
  /// The one to whom something happens.
  nonisolated var last: String { "recipient-\(count)" }
  /// What is sent.
  nonisolated var goods: String { directory + "/goods" }
  /// Where a recipient has it, once it has it.
  nonisolated func received(by name: String) -> String { home(name) + "/received/proposer/1-data" }

  func open() async throws {
    try FileManager.default.createDirectory(atPath: goods, withIntermediateDirectories: true)
    try SampleCourse.fill(goods + "/recording.bin", with: size)
    let authority = try await serve(
      "authority", ["serve", "authority", "--log-level", "info", "--enrol", "delivery"])
    let agent = try await serve(
      "agent",
      [
        "serve", "delivery", "--authority", authority.text, "--token", home("authority") + "/enrolment/delivery.token",
      ])
    for name in recipients {
      var address = try Address("http://127.0.0.1:\(port(of: name))")
      if name == last, fault?.holdsLetter == true {
        let network = try await FaultyNetwork.start(
          URL(fileURLWithPath: semper).deletingLastPathComponent().path + "/semper-proxy", to: address,
          rules: [.hold("request", "transfer")], log: home(name) + "-network.log")
        self.network = network
        address = network.address
      }
      addresses[name] = address
      guard fault != .missing || name != last else { continue }
      let longest = fault == .refuses && name == last ? Int64(size) - 1 : Int64(size)
      try await begin(name, expecting: longest, at: address)
    }
    let all = recipients.compactMap { addresses[$0] }
    var agreement = self.agreement([.data(folder: goods)], [], agent)
    agreement.peer = all.first
    agreement.alsoTo = Array(all.dropFirst())
    try await begin(Self.sender, agreement, at: try Address("http://127.0.0.1:\(port(of: Self.sender))"))
  }

  /// Starts it again, with its home and on the port that it had.
  func restart(_ name: String) async throws { try await start(name) }

  func kill(_ name: String) async { await processes[name]?.killHard() }

  /// Waits until it says how the transfer has ended for it, or stops without a word. Nothing for who was never started.
  func ended(_ name: String) async {
    while ends[name] == nil, let line = await processes[name]?.nextLine() {
      guard let json = try? CanonicalJSON.parse(Array(line.utf8)), json["outcome"] != nil else { continue }
      ends[name] = json
    }
  }

  func close() async {
    for process in processes.values { await process.stop() }
    for service in services.reversed() { await service.stop() }
    await network?.process.stop()
  }

  private func agreement(_ gives: [PartyWare], _ expects: [ExpectedWare], _ agent: Address?) -> PartyAgreement {
    PartyAgreement(
      gives: gives, expects: expects, arbiter: nil, agent: agent, patience: Self.patience,
      closes: fault == .silent ? Self.shortLife : Self.life, window: Span(seconds: 6), atLeast: .evidence)
  }

  private func begin(_ name: String, expecting longest: Int64, at address: Address) async throws {
    try await begin(name, agreement([], [.data(longest: longest)], nil), at: address)
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
