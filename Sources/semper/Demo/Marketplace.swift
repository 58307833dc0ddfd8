import Foundation
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperWallet

/// A whole marketplace on this machine: authority, bank, arbiter and shop, each a real process with a home of its own.
actor Marketplace {
  /// How quickly things happen in a demonstration. Real terms speak of days.
  static let window = "PT8S"
  static let within = "PT5M"
  static let patience = "PT3S"

  struct Plan: Sendable {
    var directory: String
    var semper: String
    var courses: String
    var terms: String
    /// Which program sells; by default the honest shop.
    var seller: [String] = ["serve", "shop"]
    var sellerProgram: String?
    var shopRules: [FaultyNetwork.Rule] = []
    var bankRules: [FaultyNetwork.Rule] = []
    var shopBankRules: [FaultyNetwork.Rule] = []
    var window = Marketplace.window
    var within = Marketplace.within
    var patience = Marketplace.patience
    var disputes = DisputeTimes()
    /// Whether the shop contests all claims without asking its owner.
    var contestsClaims = false
    /// What every account gets when it is opened.
    var grant = "500.00"
    /// Whether the shop's owner is asked at every step of a deal of many.
    var isByHand = false
    var ports: [String: Int] = [:]
    /// Whether a bank that issues cards takes part.
    var takesCards = false
    /// Whether the shop has its account at a bank of its own, so that money comes there by transfer only.
    var hasTwoBanks = false
    /// Whether the authority has a token for a carrier.
    var hasCarrier = false
  }

  let plan: Plan
  private(set) var processes: [String: ChildProcess] = [:]
  private var listening: [String: Address] = [:]
  private(set) var shopNetwork: FaultyNetwork?
  private(set) var bankNetwork: FaultyNetwork?
  private(set) var shopBankNetwork: FaultyNetwork?

  init(_ plan: Plan) { self.plan = plan }

  var trustFile: String { home("authority") + "/trust.json" }
  func home(_ role: String) -> String { plan.directory + "/" + role }

  /// Where a role is reached: through the network in front of it, if there is one.
  func address(_ role: String) throws -> Address {
    guard let address = network(before: role)?.address ?? listening[role] else {
      throw DemoError(.demoErrorRunning, ["part": role])
    }
    return address
  }

  private func network(before role: String) -> FaultyNetwork? {
    switch role {
    case "shop": shopNetwork
    case "bank": bankNetwork
    case "shopbank": shopBankNetwork
    default: nil
    }
  }

  /// The bank where the shop has its account.
  private var sellersBank: String { plan.hasTwoBanks ? "shopbank" : "bank" }

  /// Starts all roles in the order in which they need each other.
  func open() async throws {
    try await openServices()
    try await openShop()
  }

  /// Starts what a shop and a wallet need: the authority, then banks and arbiter at once, which do without each other.
  func openServices() async throws {
    try FileManager.default.createDirectory(atPath: plan.directory, withIntermediateDirectories: true)
    try await start(
      "authority", plan.semper,
      ["serve", "authority", "--enrol", "bank", "--enrol", "arbiter", "--enrol", "seller"]
        + (plan.takesCards ? ["--enrol", "bank"] : []) + (plan.hasTwoBanks ? ["--enrol", "bank"] : [])
        + (plan.hasCarrier ? ["--enrol", "carrier"] : []))
    if !plan.bankRules.isEmpty { bankNetwork = try await network(for: "bank", plan.bankRules) }
    if !plan.shopBankRules.isEmpty { shopBankNetwork = try await network(for: "shopbank", plan.shopBankRules) }
    async let cards: Void = openCardBank()
    async let arbiter: Void = openArbiter()
    try await openBanks()
    try await cards
    try await arbiter
  }

  private func openCardBank() async throws {
    guard plan.takesCards else { return }
    try await start(
      "cardbank", plan.semper, ["serve", "cardbank", "--grant", "100.00"] + enrolment("cardbank", token: "bank-2"))
  }

  private func openArbiter() async throws {
    try await start(
      "arbiter", plan.semper,
      [
        "serve", "arbiter", "--shortest-window", "PT1S", "--trust", trustFile, "--hearing",
        "\(plan.disputes.hearing)", "--appeal", "\(plan.disputes.appeal)",
      ] + enrolment("arbiter"))
  }

  /// Starts the shop, once everything that it needs has started.
  func openShop() async throws {
    if !plan.shopRules.isEmpty { shopNetwork = try await network(for: "shop", plan.shopRules) }
    try await start(
      "shop", plan.sellerProgram ?? plan.semper,
      plan.seller + [
        "--courses", plan.courses, "--terms", plan.terms, "--window", plan.window, "--within", plan.within,
        "--patience", plan.patience, "--trust", trustFile, "--bank", try address(sellersBank).text, "--arbiter",
        try address("arbiter").text,
      ] + (plan.takesCards ? ["--card-bank", try address("cardbank").text] : []) + enrolment("seller")
        + publicAddress(shopNetwork) + (plan.isByHand ? ["--by-hand"] : [])
        + (plan.contestsClaims ? ["--contest-claims"] : []))
  }

  /// Serves a directory that has been founded in its home.
  func openDirectory() async throws {
    try await start("directory", plan.semper, ["directory", "serve"])
  }

  private func openBanks() async throws {
    let bank = ["serve", "bank", "--grant", plan.grant, "--key-bits", "2048", "--largest-exponent", "14"]
    guard plan.hasTwoBanks else {
      return try await start("bank", plan.semper, bank + enrolment("bank") + publicAddress(bankNetwork))
    }
    try await start(
      "bank", plan.semper,
      bank + enrolment("bank") + publicAddress(bankNetwork) + ["--organisation", "Semper Demo Bank of the Buyer"]
        + correspondent("shopbank"))
    try await start(
      "shopbank", plan.semper,
      bank + enrolment("shopbank", token: plan.takesCards ? "bank-3" : "bank-2") + publicAddress(shopBankNetwork)
        + ["--organisation", "Semper Demo Bank of the Shop"] + correspondent("bank"))
  }

  /// Another bank that a bank transfers to, which need not be there yet.
  private func correspondent(_ role: String) throws -> [String] {
    let address = try network(before: role)?.address ?? Address("http://127.0.0.1:\(port(of: role))")
    return ["--trust", trustFile, "--correspondent", address.text]
  }

  /// A role that was killed, with its home and on the port that it had.
  func restart(_ role: String) async throws {
    guard let process = processes[role] else { throw DemoError(.demoErrorRunning, ["part": role]) }
    try await process.start()
    try await ready(process)
  }

  func kill(_ role: String) async { await processes[role]?.killHard() }

  /// Ends everything, in the opposite order, giving each the time to finish.
  func close() async {
    for role in ["directory", "shop", "arbiter", "cardbank", "shopbank", "bank", "authority"] {
      await processes[role]?.stop()
    }
    for network in [shopNetwork, bankNetwork, shopBankNetwork] { await network?.process.stop() }
  }

  private func start(_ role: String, _ executable: String, _ arguments: [String]) async throws {
    let port = try plan.ports[role] ?? port(of: role)
    let process = ChildProcess(
      role, executable,
      arguments + ["--home", home(role), "--port", String(port), "--log-level", "info"],
      log: plan.directory + "/\(role).log")
    processes[role] = process
    try await process.start()
    try await ready(process)
  }

  private func ready(_ process: ChildProcess) async throws {
    guard let line = await process.nextLine(), let json = try? CanonicalJSON.parse(Array(line.utf8)),
      let address = json["address"].flatMap({ try? Address(json: $0) })
    else {
      throw DemoError(
        .demoErrorStart, ["part": process.name, "log": "\(plan.directory)/\(process.name).log"])
    }
    listening[process.name] = address
  }

  /// With what a carrier is certified, which is no process of the marketplace.
  func carrierEnrolment() throws -> [String] { try enrolment("carrier") }

  private func enrolment(_ role: String, token: String? = nil) throws -> [String] {
    [
      "--authority", try address("authority").text, "--token",
      home("authority") + "/enrolment/\(token ?? role).token",
    ]
  }

  private func publicAddress(_ network: FaultyNetwork?) -> [String] {
    network.map { ["--address", $0.address.text] } ?? []
  }

  private func network(for role: String, _ rules: [FaultyNetwork.Rule]) async throws -> FaultyNetwork {
    let program = URL(fileURLWithPath: plan.semper).deletingLastPathComponent().path + "/semper-proxy"
    return try await FaultyNetwork.start(
      program, to: try Address("http://127.0.0.1:\(port(of: role))"), rules: rules,
      log: plan.directory + "/\(role)-network.log")
  }

  private var chosen: [String: Int] = [:]

  /// A port that is free now and stays the role's over its restarts.
  private func port(of role: String) throws -> Int {
    if let port = plan.ports[role] ?? chosen[role] { return port }
    let port = try FreePort.find()
    chosen[role] = port
    return port
  }
}
