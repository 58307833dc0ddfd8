import Foundation
import SemperCoding
import SemperCommunication
import SemperEngine
import SemperExchange
import SemperModel
import SemperServers

/// All processes of one exchange or transfer: authority, arbiter or delivery agent, banks and issuer where the cell needs
/// them, and the two parties, each with a home of its own.
actor ExchangeStage {
  /// How quickly things happen here. Real terms speak of days.
  static let window = Span(seconds: 6)
  static let patience = Span(seconds: 3)
  static let closes = Span(seconds: 900)
  /// Where the arbiter stays away.
  static let settling = PartySettling(after: Span(seconds: 6), within: Span(seconds: 60))

  /// The name of the delivery agent here.
  static let agent = "delivery"

  /// What a full disk still takes.
  private static let room = 9_000

  struct Plan: Sendable {
    var directory: String
    var semper: String
    var cell: CellSetup
    var size: Int
    /// What the network before a party does; there is none without rules.
    var rules: [ExchangeSideName: [FaultyNetwork.Rule]] = [:]
    var bankRules: [FaultyNetwork.Rule] = []
    var agentRules: [FaultyNetwork.Rule] = []
    /// With which arguments another program than the honest one is a party.
    var hostile: [ExchangeSideName: [String]] = [:]
    /// Whose disk is going to be full.
    var fullDisk: ExchangeSideName?
    /// Who is killed at one of its durable writes.
    var fall: ProcessFall?
    /// Whose clock leaps.
    var leap: ProcessLeap?
    var patience = ExchangeStage.patience
    var window = ExchangeStage.window
    /// How both end the exchange when the arbiter stays away.
    var settling: PartySettling?
    var closes = ExchangeStage.closes
  }

  let plan: Plan
  let goods: ExchangeGoods
  private var services: [String: ChildProcess] = [:]
  private var listening: [String: Address] = [:]
  private(set) var networks: [String: FaultyNetwork] = [:]
  private(set) var parties: [ExchangeSideName: PartyProcess] = [:]
  let fall: PreparedFall?
  let leap: PreparedLeap?
  private var ports: [String: Int] = [:]
  private var raiser: Task<Void, Never>?

  init(_ plan: Plan) {
    self.plan = plan
    goods = ExchangeGoods(
      folder: plan.directory + "/goods", size: plan.size, settlement: Span(seconds: 3 * plan.window.seconds))
    let library = Self.beside(plan.semper, "libSemperFall.so")
    fall = plan.fall.map {
      PreparedFall($0, of: Self.process($0.name, in: plan.cell), library: library, directory: plan.directory)
    }
    leap = plan.leap.map {
      PreparedLeap($0, of: Self.process($0.name, in: plan.cell), library: library, directory: plan.directory)
    }
  }

  /// The name of a process here that is called by what it is in the exchange.
  private static func process(_ name: String, in cell: CellSetup) -> String {
    ExchangeRole(rawValue: name).map { ExchangeSideName($0, in: cell).rawValue } ?? name
  }

  nonisolated var trustFile: String { home("authority") + "/trust.json" }
  nonisolated func home(_ name: String) -> String { plan.directory + "/" + name }
  nonisolated func home(_ side: ExchangeSideName) -> String { home(side.rawValue) }
  nonisolated func agreementFile(_ side: ExchangeSideName) -> String { home("\(side.rawValue)-agreement.json") }

  /// The names of the banks: one, or one for each side where both pay.
  var banks: [String] { Self.banks(in: plan.cell) }

  private static func banks(in cell: CellSetup) -> [String] {
    let paying = ExchangeSideName.allCases.filter { cell.items(of: $0).contains(where: \.itemClass.standsAtLedger) }
    return Array(["bank", "other-bank"].prefix(paying.count))
  }

  /// Whose processes an exchange or transfer has that write anything; piece for piece nobody stands by.
  static func roles(in cell: CellSetup) -> [String] {
    ExchangeRole.allCases.map(\.rawValue) + (cell.isTransfer ? [agent] : cell.isByPieces ? [] : ["arbiter"])
      + banks(in: cell) + (needsIssuer(in: cell) ? ["issuer"] : [])
  }

  var needsIssuer: Bool { Self.needsIssuer(in: plan.cell) }
  private static func needsIssuer(in cell: CellSetup) -> Bool { cell.allItems.contains(where: \.isIssued) }
  /// Who gives an X.509 certificate.
  private var certifying: [ExchangeSideName] {
    ExchangeSideName.allCases.filter { plan.cell.items(of: $0).contains(.x509) }
  }

  /// The file by which a side has its credential issued.
  private func grant(_ side: ExchangeSideName) -> String {
    home("issuer") + "/grant-\((certifying.firstIndex(of: side) ?? 0) + 1).json"
  }

  private var isExchange: Bool { !plan.cell.isTransfer }
  /// Whether somebody delivers what the sender cannot.
  private var hasAgent: Bool { !isExchange && plan.cell.transfer.suitsAgent }
  /// Who stands by: decides in an exchange, delivers in a transfer.
  private var thirds: [String] { isExchange ? ["arbiter"] : hasAgent ? [Self.agent] : [] }

  /// Where a role is reached: through the network in front of it, if there is one.
  func address(_ name: String) throws -> Address {
    guard let address = networks[name]?.address ?? listening[name] else {
      throw DemoError(.demoErrorRunning, ["part": name])
    }
    return address
  }

  /// Starts whoever both sides rely on.
  func open() async throws {
    try FileManager.default.createDirectory(atPath: plan.directory, withIntermediateDirectories: true)
    try leap?.prepare()
    let tokens = thirds + banks.map { _ in "bank" }
    try await serve(
      "authority", ["serve", "authority", "--log-level", "info"] + tokens.flatMap { ["--enrol", $0] })
    if isExchange {
      try await serve(
        "arbiter", ["serve", "arbiter", "--shortest-window", "PT1S"] + (try enrolment("arbiter")))
    } else if hasAgent {
      if !plan.agentRules.isEmpty { networks[Self.agent] = try await network(for: Self.agent, plan.agentRules) }
      try await serve(
        Self.agent,
        ["serve", "delivery"] + (try enrolment(Self.agent))
          + (networks[Self.agent].map { ["--address", $0.address.text] } ?? []))
    }
    for (number, bank) in banks.enumerated() {
      if number == 0, !plan.bankRules.isEmpty { networks[bank] = try await network(for: bank, plan.bankRules) }
      try await serve(
        bank,
        ["serve", "bank", "--grant", ExchangeGoods.granted.decimal, "--key-bits", "2048", "--largest-exponent", "9"]
          + (try enrolment(number == 0 ? "bank" : "bank-2"))
          + (networks[bank].map { ["--address", $0.address.text] } ?? []))
    }
    if needsIssuer { try await serve("issuer", ["exchange", "registry"] + (try credentials())) }
    try fall?.arm()
    if let fall, let service = services[fall.name] {
      raiser = Task {
        _ = await service.wait()
        if fall.hasHappened { try? await self.bringBack(fall.name) }
      }
    }
  }

  /// Starts both parties; the one that is invited first.
  func begin() async throws {
    let agreements = try agreements()
    for side in [ExchangeSideName.invited, .proposer] {
      if let rules = plan.rules[side], !rules.isEmpty {
        networks[side.rawValue] = try await network(for: side.rawValue, rules)
      }
      var agreement = agreements[side]
      if side == .proposer { agreement?.peer = try address(ExchangeSideName.invited.rawValue) }
      let file = agreementFile(side)
      try Data(agreement?.canonicalBytes ?? []).write(to: URL(fileURLWithPath: file))
      let party = PartyProcess(try partyProcess(side, file))
      parties[side] = party
      try await party.start()
      if let fall, fall.name == side.rawValue {
        raiser = Task {
          _ = await party.process.wait()
          if fall.hasHappened { try? await self.restart(side) }
        }
      }
      // One that dies at its start is for the case that made it die.
      if let address = await party.ready() {
        listening[side.rawValue] = address
      } else {
        listening[side.rawValue] = try Address("http://127.0.0.1:\(port(of: side.rawValue))")
      }
    }
    if let leap, let after = leap.leap.after {
      Task {
        try await SystemTime().wait(until: SystemTime().now().advanced(by: Span(seconds: after)))
        try leap.happen()
      }
    }
  }

  /// A party that was killed, with its home and on the port that it had; always the honest program, with all the room it
  /// needs.
  func restart(_ side: ExchangeSideName) async throws {
    let file = agreementFile(side)
    let party = PartyProcess(honest(side, file, try port(of: side.rawValue)))
    parties[side] = party
    try await party.start()
    guard await party.ready() != nil else {
      throw DemoError(.demoErrorStart, ["part": side.rawValue, "log": log(side.rawValue)])
    }
  }

  func party(_ side: ExchangeSideName) throws -> PartyProcess {
    guard let party = parties[side] else { throw DemoError(.demoErrorRunning, ["part": side.rawValue]) }
    return party
  }

  /// The network before a party, or before another role.
  func network(_ side: ExchangeSideName) throws -> FaultyNetwork { try network(side.rawValue) }

  func network(_ name: String) throws -> FaultyNetwork {
    guard let network = networks[name] else { throw DemoError(.demoErrorNetwork, ["part": name]) }
    return network
  }

  /// From now on a party's disk is full, but for a little.
  func fillDisk(of side: ExchangeSideName) async throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: home(side))
    let sizes = files.compactMap { file in
      (try? FileManager.default.attributesOfItem(atPath: "\(home(side))/\(file)"))?[.size] as? NSNumber
    }
    let largest = sizes.map(\.intValue).max() ?? 0
    guard let number = await parties[side]?.process.number else { return }
    let limiting = ChildProcess(
      "prlimit", "/usr/bin/prlimit", ["--pid", String(number), "--fsize=\(largest + Self.room)"], log: log("prlimit"))
    try await limiting.start()
    guard await limiting.wait() == 0 else {
      throw DemoError(.exchangeErrorDisk, ["part": side.rawValue, "log": log("prlimit")])
    }
  }

  /// Waits until a party that has fallen is there again; returns at once for any other. It is started again at once, so
  /// that nobody has to wait for the other side's end.
  func raised(_ side: ExchangeSideName) async {
    guard let fall, fall.name == side.rawValue, fall.hasHappened else { return }
    await raiser?.value
  }

  func kill(_ service: String) async { await services[service]?.killHard() }

  func bringBack(_ service: String) async throws {
    guard let process = services[service] else { return }
    try await process.start()
    try await ready(process, service)
  }

  /// Ends the parties, so that their homes can be looked at.
  func dismiss() async {
    for party in parties.values { await party.stop() }
  }

  /// Ends what the networks do, since what the judge asks is no part of the trial.
  func calm() async {
    for network in networks.values { await network.calm() }
  }

  /// Ends everything, in the opposite order, giving each the time to finish.
  func close() async {
    await dismiss()
    for name in ["issuer", "other-bank", "bank", Self.agent, "arbiter", "authority"] { await services[name]?.stop() }
    for network in networks.values { await network.process.stop() }
  }
}

// How each process is started.
extension ExchangeStage {
  private func agreements() throws -> [ExchangeSideName: PartyAgreement] {
    let banks = try banks.map { try address($0) }
    let issuers = needsIssuer ? [try CredentialGrant.read(grant(.proposer)).issuer] : []
    let cell = plan.cell
    func wares(_ side: ExchangeSideName) throws -> (gives: [PartyWare], expected: [ExpectedWare]) {
      try goods.wares(
        of: side, in: cell,
        bank: {
          guard let bank = side == .proposer ? banks.first : banks.last else {
            throw DemoError(.demoErrorRunning, ["part": "bank"])
          }
          return bank
        }, grant: grant(side))
    }
    let (proposer, invited) = (try wares(.proposer), try wares(.invited))
    func agreement(
      _ side: ExchangeSideName, _ gives: [PartyWare], _ expects: [ExpectedWare]
    ) throws -> PartyAgreement {
      var agreement = PartyAgreement(
        gives: cell.container(gives, of: side).map(PartySide.container) ?? .list(gives),
        expects: cell.container(expects, of: side.other).map(PartySide.container) ?? .list(expects),
        arbiter: isExchange ? try address("arbiter") : nil,
        agent: hasAgent ? try address(Self.agent) : nil, banks: banks, issuers: issuers, patience: plan.patience,
        closes: plan.closes, window: plan.window, atLeast: cell.wish.atLeast, settling: plan.settling,
        arbiterSeesData: cell.wish.arbiterMaySeeData)
      if !isExchange { agreement.transfer = cell.transfer }
      return agreement
    }
    return [
      .proposer: try agreement(.proposer, proposer.gives, invited.expected),
      .invited: try agreement(.invited, invited.gives, proposer.expected),
    ]
  }

  /// What the issuer is to grant: one document for whoever gives it, or a certificate for each side that gives one.
  private func credentials() throws -> [String] {
    guard !certifying.isEmpty else { return ["--grant", ExchangeGoods.diploma] }
    return try certifying.flatMap { side in
      ["--certify", ExchangeGoods.subject(givenBy: side), "--holder", try goods.holder(givenBy: side)]
    }
  }

  private func partyProcess(_ side: ExchangeSideName, _ file: String) throws -> ChildProcess {
    let port = try port(of: side.rawValue)
    if let arguments = plan.hostile[side] {
      return ChildProcess(
        side.rawValue, beside("semper-hostile"), ["party"] + arguments + self.arguments(side, file, port),
        log: log(side.rawValue))
    }
    guard plan.fullDisk == side else { return honest(side, file, port) }
    // The signal that comes with a full disk is ignored, so that writing fails as it does there.
    let command = "trap '' XFSZ; exec \"$0\" \"$@\""
    return ChildProcess(
      side.rawValue, "/bin/sh", ["-c", command, plan.semper, "exchange", "party"] + arguments(side, file, port),
      log: log(side.rawValue))
  }

  private func honest(_ side: ExchangeSideName, _ file: String, _ port: Int) -> ChildProcess {
    ChildProcess(
      side.rawValue, plan.semper, ["exchange", "party"] + arguments(side, file, port),
      environment: environment(of: side.rawValue), log: log(side.rawValue))
  }

  private func arguments(_ side: ExchangeSideName, _ file: String, _ port: Int) -> [String] {
    [
      "--home", home(side), "--agreement", file, "--trust", trustFile, "--port", String(port), "--log-level", "debug",
    ] + (networks[side.rawValue].map { ["--address", $0.address.text] } ?? [])
  }

  private func serve(_ name: String, _ arguments: [String]) async throws {
    let port = try port(of: name)
    let process = ChildProcess(
      name, plan.semper, arguments + ["--home", home(name), "--port", String(port)],
      environment: environment(of: name), log: log(name))
    services[name] = process
    try await process.start()
    try await ready(process, name)
  }

  private func ready(_ process: ChildProcess, _ name: String) async throws {
    guard let line = await process.nextLine(), let json = try? CanonicalJSON.parse(Array(line.utf8)),
      let address = json["address"].flatMap({ try? Address(json: $0) })
    else { throw DemoError(.demoErrorStart, ["part": name, "log": log(name)]) }
    listening[name] = address
  }

  private func enrolment(_ token: String) throws -> [String] {
    ["--authority", try address("authority").text, "--token", home("authority") + "/enrolment/\(token).token"]
  }

  private func network(for name: String, _ rules: [FaultyNetwork.Rule]) async throws -> FaultyNetwork {
    try await FaultyNetwork.start(
      beside("semper-proxy"), to: try Address("http://127.0.0.1:\(port(of: name))"), rules: rules,
      log: log(name + "-network"))
  }

  private func environment(of name: String) -> [String: String] {
    let (falling, leaping) = (
      fall?.name == name ? fall?.environment : nil, leap?.name == name ? leap?.environment : nil
    )
    return (falling ?? [:]).merging(leaping ?? [:]) { $1 }
  }

  private func beside(_ program: String) -> String { Self.beside(plan.semper, program) }

  private static func beside(_ semper: String, _ program: String) -> String {
    URL(fileURLWithPath: semper).deletingLastPathComponent().path + "/" + program
  }

  private func log(_ name: String) -> String { "\(plan.directory)/\(name).log" }

  /// A port that is free now and stays the role's over its restarts.
  private func port(of name: String) throws -> Int {
    if let port = ports[name] { return port }
    let port = try FreePort.find()
    ports[name] = port
    return port
  }
}
