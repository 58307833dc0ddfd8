import Foundation
import Testing

/// A card of one bank, the brand and the gateway of another, a shop and a wallet, each a process: what the wallet pays with SET the
/// gateway asks of the issuer over ISO 8583.
@Suite(.serialized) struct CardIssuerTests {
  /// Everything that runs, with a home each.
  private final class Street {
    let folder = DemoFolder()
    private(set) var running: [String: RunningProgram] = [:]
    private var ports: [String: String] = [:]
    private var starts: [String: (arguments: [String], token: String?)] = [:]
    private var certifier = ""

    init() throws {
      try FileManager.default.createDirectory(atPath: path("courses/lamps"), withIntermediateDirectories: true)
      write("play money only", to: "passphrase")
      write(String(repeating: "5a", count: 32), to: "line.key")
      write("How to make a lamp.\n", to: "courses/lamps/lamp.txt")
      write(
        """
        {"id":"lamps","language":"en","price":"6.00","title":{"en":"Lamps"},"summary":{"en":"How to make lamps."},
        "files":[{"path":"lamp.txt","mediaType":"text/plain","title":"The lamp"}]}
        """, to: "courses/lamps/course.json")
      certifier = try start(
        "authority", ["authority", "--enrol", "bank", "--enrol", "bank", "--enrol", "arbiter", "--enrol", "seller"],
        certified: nil)
    }

    deinit {
      for name in ["shop", "arbiter", "cardbank", "bank", "authority"] where running[name] != nil { _ = stop(name) }
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    private func write(_ text: String, to name: String) {
      _ = FileManager.default.createFile(
        atPath: path(name), contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    }

    /// Starts a role, at the port where it was before, and gives its address.
    func start(_ name: String, _ arguments: [String], certified token: String?) throws -> String {
      try launch(name, arguments, certified: token)
      return try address(name)
    }

    /// The address of a role that was launched, once it answers.
    func address(_ name: String) throws -> String { try #require(running[name]).address() }

    func launch(_ name: String, _ arguments: [String], certified token: String?) throws {
      let port = try ports[name] ?? freePort()
      ports[name] = port
      starts[name] = (arguments, token)
      let enrolment =
        token.map { ["--authority", certifier, "--token", path("authority/enrolment/\($0).token")] } ?? []
      running[name] = try RunningProgram(["serve"] + arguments + ["--home", path(name), "--port", port] + enrolment)
    }

    func freePort() throws -> String {
      String(try #require((20_000..<32_000).shuffled().first { MachineProcesses.isFree(port: UInt16($0)) }))
    }

    func stop(_ name: String) -> String {
      running[name]?.signal(SIGCONT)
      running[name]?.signal(SIGTERM)
      let end = running[name]?.end()
      running[name] = nil
      #expect(end?.status == 0, "\(end?.said ?? "")")
      return end?.said ?? ""
    }

    func kill(_ name: String) {
      running[name]?.signal(SIGKILL)
      _ = running[name]?.end()
    }

    /// As it was started before.
    func restart(_ name: String) throws {
      let (arguments, token) = try #require(starts[name])
      _ = try start(name, arguments, certified: token)
    }

    func run(_ arguments: [String], status: Int32 = 0) throws -> SemperProgram.Run {
      let run = try SemperProgram.run(arguments, environment: ["SEMPER_PASSPHRASE_FILE": path("passphrase")])
      #expect(run.status == status, "\(arguments): \(run.output) \(run.errors)")
      return run
    }

    /// A wallet with an account at the issuer.
    func openWallet(_ name: String, at bank: String) throws {
      _ = try run([
        "wallet", "init", "--home", path(name), "--trust", path("authority/trust.json"), "--bank", bank, "--seed-file",
        path(name + ".seed"), "--quick",
      ])
      _ = try run(["wallet", "balance", "--home", path(name)])
    }

    /// What a bank that is closed keeps.
    func books(_ name: String) throws -> [String: Int] {
      let audit = try run(["bank", "audit", path(name), "--json"]).object()
      #expect(audit["findings"] as? [String] == [])
      let units = try #require(audit["balances"] as? [String: Int])
      // The currency stands behind the name of the account.
      return units.reduce(into: [:]) { $0[String($1.key.split(separator: "/")[0]), default: 0] += $1.value }
    }
  }

  /// Bank and card bank know of each other, and the card on the wallet's account is in the brand. Gives the accounts of the holder and
  /// of the card bank at the issuer, and the brand's address.
  private static func open(_ street: Street) throws -> (bank: String, brand: String, holder: String, settler: String) {
    let (port, line) = (try street.freePort(), ["--cards-key", street.path("line.key")])
    let cardbank =
      ["cardbank", "--grant", "100.00"] + line
      + ["--issuer", "127.0.0.1:\(port)", "--acquirer", "400123", "--reconcile", "PT1S"]
    // The brand is founded meanwhile; its issuer does not answer yet.
    try street.launch("cardbank", cardbank, certified: "bank-2")
    let bank = ["bank", "--grant", "50.00", "--key-bits", "2048", "--largest-exponent", "0"]
    let address = try street.start("bank", bank, certified: "bank")
    try street.openWallet("wallet", at: address)
    _ = try street.run(["wallet", "withdraw", "0.01", "--home", street.path("wallet")])
    try street.openWallet("acquirer", at: address)
    let brand = try street.address("cardbank")
    for name in ["bank", "cardbank"] { _ = street.stop(name) }
    let accounts = try street.books("bank").filter { $0.key.hasPrefix("customer:") }
    let holder = try #require(accounts.first { $0.value == 49_99 }?.key)
    let settler = try #require(accounts.first { $0.value == 50_00 }?.key)
    let issued = try street.run(
      ["bank", "issue-card", street.path("bank"), String(holder.dropFirst(9)), "--expiry", "3012", "--json"])
    let number = try #require(try issued.object()["number"] as? String)
    let letter = try street.run(["bank", "admit-card", street.path("cardbank"), number, "--expiry", "3012"])
    try Data(letter.output.utf8).write(to: URL(filePath: street.path("letter.json")))
    _ = try street.start(
      "bank", bank + line + ["--cards", "127.0.0.1:\(port)", "--acquirer", "400123=\(settler.dropFirst(9))"],
      certified: "bank")
    _ = try street.start("cardbank", cardbank, certified: "bank-2")
    return (address, brand, holder, settler)
  }

  @Test(.timeLimit(.minutes(10))) func aCardOfAnotherBankPaysAndGetsMoneyBack() throws {
    let street = try Street()
    let (bank, brand, holder, settler) = try Self.open(street)
    let trust = ["--trust", street.path("authority/trust.json")]
    let arbiter = try street.start("arbiter", ["arbiter"] + trust, certified: "arbiter")
    let counter = try street.start(
      "shop",
      ["shop", "--bank", bank, "--card-bank", brand, "--arbiter", arbiter, "--courses", street.path("courses")]
        + ["--terms", SemperProgram.root + "/services/online-purchase-of-information/terms.json"] + trust,
      certified: "seller")
    let (shop, wallet) = (["--home", street.path("shop")], ["--home", street.path("wallet")])
    let inserted = try street.run(["wallet", "card", brand, "--letter", street.path("letter.json")] + wallet)
    #expect(inserted.output.contains("The bank that has issued it"), "\(inserted.output)")

    // The issuer hangs while it is asked, so nobody knows; then the gateway is killed, and both come back.
    let bill = try street.run(["till", "bill", "3.50", "Two coffees", "--json"] + shop).object()
    let link = try #require(bill["link"] as? String)
    let pay = ["wallet", "pay", link, "--yes", "--pay", "set", "--json"] + wallet
    street.running["bank"]?.signal(SIGSTOP)
    let doubtful = try street.run(pay + ["--patience", "3"], status: 3).object()
    // No side says that it failed: the money may have moved.
    #expect(["committed", "inDoubt"].contains(doubtful["state"] as? String), "\(doubtful)")
    street.kill("cardbank")
    street.running["bank"]?.signal(SIGCONT)
    try street.restart("cardbank")
    let paid = try street.run(pay).object()
    #expect(paid["system"] as? String == "set/2" && paid["state"] as? String == "settled", "\(paid)")

    _ = try street.run(["till", "refund", link, "One was cold", "--amount", "1.25"] + shop)
    let back = try street.run(["wallet", "refund", link] + wallet)
    #expect(back.output.contains("€1.25"), "\(back.output)")

    // A deal, whose exchange locks the money: the issuer has given it to the gateway before the shop hands anything out.
    let code = try SemperProgram.firstOffer(at: counter)
    let bought = try street.run(["wallet", "buy", counter, code, "--yes", "--pay", "set", "--json"] + wallet).object()
    #expect(bought["outcome"] as? String == "completed", "\(bought)")
    // Each second totals are compared, and what is settled is told.
    _ = try street.running["cardbank"]?.wait(for: "8.25 settled") { said in
      said.matches(of: /units=(-?\d+)/).compactMap { Int($0.1) }.reduce(0, +) == 8_25
    }
    let moved = try street.run(["till", "statement", "set", "--json"] + shop)
    let sold = try #require((bill["bill"] as? [String: Any])?["id"] as? String)
    let dealt = try #require(bought["deal"] as? String)
    #expect(try moved.named("bill") == ["3.50": [sold], "1.25": [sold]])
    #expect(try moved.named("deal") == ["6.00": [dealt]])
    for name in ["shop", "arbiter", "cardbank", "bank"] { _ = street.stop(name) }
    let (issuer, acquirer) = (try street.books("bank"), try street.books("cardbank"))
    #expect(issuer[holder] == 49_99 - 8_25)
    #expect(issuer[settler] == 50_00 + 8_25 && (issuer["acquirers"] ?? 0) == 0)
    #expect((issuer["authorisations"] ?? 0) == 0)
    #expect(acquirer["clearing"] == -8_25 && (acquirer["locks"] ?? 0) == 0)
    #expect(acquirer.filter { $0.key.hasPrefix("customer:") }.map(\.value) == [100_00 + 8_25])
  }
}
