import Foundation
import Testing

/// Disputes between real processes, from the claim to the money and the books.
@Suite(.serialized) struct DisputeTests {
  @Test("a contested claim is judged by a person, the bank moves the money, and the books are in order")
  func judged() throws {
    let demo = try OpenDemo(["--hearing", "PT10M", "--appeal", "PT10M"])
    let (deal, before) = try Self.bought(demo)
    let claimed = try Self.claim(demo, deal, "notAsAgreed", "2.00")
    let id = try Self.claimID(demo)
    try Self.waitForTheShop(demo, id)
    let answered = try Self.till(demo, ["answer", id, "--because", "It is what was offered."])
    #expect(answered.status == 0 && answered.output.contains("contested"), "\(answered.output) \(answered.errors)")
    // The wallet has said by its signed choice that the course is as agreed, so the rule gives nothing, and a person is asked.
    try Self.wait(demo, for: "appealable")
    let appeal = try demo.wallet(["appeal", "--because", "Every third page is empty.", "--", deal])
    #expect(
      appeal.status == 0 && appeal.output.contains("gives nothing"), "\(claimed) \(appeal.output) \(appeal.errors)")
    let show = try Self.desk(demo, ["show", id]).output
    #expect(
      show.contains("Answer: contested") && show.contains("has accepted it by a signed choice")
        && show.contains("Shown with the claim: contract"), "\(show)")
    #expect(show.contains("    Signed by the seller, ") && show.contains("    offer.price: €"), "\(show)")
    let tooMuch = try Self.desk(demo, ["rule", id, "--pay", "2.01", "--because", "More than was claimed."])
    #expect(tooMuch.status == 1)
    // On the pages this time; the other cases are judged by the command.
    let page = try DeskVisitor.rule(home: demo.folder.path + "/arbiter", pay: "2.00", because: "Pages are missing.")
    #expect(page.contains("Final ruling") && page.contains("Pages are &lt;b&gt;empty&lt;/b&gt;."), "\(page)")
    for _ in 0..<2 {
      let told = try demo.wallet(["disputes"])
      #expect(
        told.output.contains("has moved €2.00") && told.output.contains("Pages are missing."),
        "\(told.output) \(told.errors)")
      #expect(try Self.cents(demo) == before + 2_00)
    }
    try Self.wait(demo, for: "enforced", all: true)
    let took = try Self.till(demo, ["disputes"])
    #expect(took.output.contains("has moved €2.00 from your account"), "\(took.output) \(took.errors)")
    try Self.sellerIsTold(demo, deal, took.output)
    try Self.dossierHolds(demo, id)
    try Self.booksAreInOrder(demo)
  }

  @Test("a shop that admits pays by the rule alone, in parts too, and never more than was paid")
  func admitted() throws {
    let demo = try OpenDemo(["--hearing", "PT10M", "--appeal", "PT1S"])
    let (deal, before) = try Self.bought(demo)
    _ = try Self.claim(demo, deal, "refundDue", "1.00")
    let id = try Self.claimID(demo)
    try Self.waitForTheShop(demo, id)
    #expect(try Self.till(demo, ["answer", id, "--admit", "--because", "Right."]).status == 0)
    try Self.wait(demo, for: "final", all: true)
    let told = try demo.wallet(["disputes", "--language", "de"])
    #expect(told.output.contains("Die Bank hat"), "\(told.output) \(told.errors)")
    #expect(try Self.cents(demo) == before + 1_00)
    try Self.booksAreInOrder(demo)
  }

  @Test("the shop is dead and the arbiter is killed in the middle: the buyer gets what a person rules")
  func deadShopAndKilledArbiter() throws {
    let demo = try OpenDemo(["--hearing", "PT5S", "--appeal", "PT1S"])
    let (deal, before) = try Self.bought(demo)
    try demo.killRole("shop")
    _ = try Self.claim(demo, deal, "refundDue", nil)
    let id = try Self.claimID(demo)
    let arbiter = try demo.restartedArbiter()
    defer { arbiter.signal(SIGTERM) }
    try Self.wait(demo, for: "judging")
    let ruled = try Self.desk(demo, ["rule", id, "--pay", "1.50", "--because", "The shop says nothing."])
    #expect(ruled.status == 0, "\(ruled.output) \(ruled.errors)")
    try Self.wait(demo, for: "final", all: true)
    let told = try demo.wallet(["disputes"])
    #expect(told.output.contains("has moved €1.50"), "\(told.output) \(told.errors)")
    #expect(try Self.cents(demo) == before + 1_50)
    try Self.booksAreInOrder(demo)
  }

  @Test("a shop that has lost appeals, a person sees it otherwise, and nothing moves")
  func appealedByTheShop() throws {
    let demo = try OpenDemo(["--hearing", "PT10M", "--appeal", "PT10M"])
    let (deal, before) = try Self.bought(demo)
    _ = try Self.claim(demo, deal, "refundDue", "1.00")
    let id = try Self.claimID(demo)
    try Self.waitForTheShop(demo, id)
    #expect(try Self.till(demo, ["answer", id, "--admit", "--because", "Right."]).status == 0)
    try Self.wait(demo, for: "appealable")
    let appeal = try Self.till(demo, ["appeal", id, "--because", "It was given back in cash."])
    #expect(appeal.status == 0 && appeal.output.contains("appealed"), "\(appeal.output) \(appeal.errors)")
    let ruled = try Self.desk(demo, ["rule", id, "--dismiss", "--because", "There is a receipt."])
    #expect(ruled.status == 0 && ruled.output.contains("final"), "\(ruled.output) \(ruled.errors)")
    // Its owner did not ask; the wallet says it after other business, once.
    let told = try demo.wallet(["deals"])
    #expect((told.output + told.errors).contains("final"), "\(told.output) \(told.errors)")
    let silent = try demo.wallet(["deals"])
    #expect(!(silent.output + silent.errors).contains("final"), "\(silent.output) \(silent.errors)")
    #expect(try Self.till(demo, ["disputes"]).output.contains("gives nothing"))
    #expect(try Self.cents(demo) == before)
    try Self.booksAreInOrder(demo)
  }

  // MARK: Steps

  /// What is claimed about what, in whose words; what the deal has brought; and that it has ended. Nothing sends a seller to a wallet.
  private static func sellerIsTold(_ demo: OpenDemo, _ deal: String, _ disputes: String) throws {
    #expect(disputes.contains(": not as agreed, "), "\(disputes)")
    #expect(disputes.contains("  The buyer says: “Pages are <b>empty</b>.”"), "\(disputes)")
    #expect(!disputes.split(separator: "\n")[0].contains("Pages are"), "the words are no title: \(disputes)")
    let deals = try till(demo, ["deals"]).output
    for words in [deal, "by a ruling: €2.00", "-- \(deal) REASON"] { #expect(deals.contains(words), "\(deals)") }
    let step = try SemperProgram.run(["till", "step", "--home", demo.folder.path + "/shop", "--", deal, "decline"])
    #expect(step.status == 1 && step.errors.contains("This deal has ended"), "\(step.output) \(step.errors)")
    #expect(step.errors.contains("end.done") && !step.errors.contains("semper wallet"), "\(step.errors)")
    let typo = try till(demo, ["step", "nonsense", "decline"])
    #expect(typo.status == 1 && !typo.errors.contains("semper wallet"), "\(typo.errors)")
  }

  /// What goes to a court is one page, and a bundle that anybody can verify when all processes are gone.
  private static func dossierHolds(_ demo: OpenDemo, _ id: String) throws {
    let (out, trust) = (demo.folder.path + "/dossier", demo.folder.path + "/authority/trust.json")
    let written = try desk(demo, ["dossier", id, "--out", out, "--trust", trust, "--language", "de"])
    #expect(written.status == 0 && written.output.contains("Alles hält"), "\(written.output) \(written.errors)")
    let page = try String(contentsOfFile: out + "/dossier.html", encoding: .utf8)
    #expect(
      page.contains("Pages are missing.") && page.contains("Pages are &lt;b&gt;empty&lt;/b&gt;.")
        && page.contains("2,00") && page.contains("data:application/json;base64,"))
    #expect(!page.contains("<script") && !page.contains("http"), "it needs nothing else")
    let verify = ["verify", out + "/dossier.json", "--trust", trust]
    let verified = try SemperProgram.run(verify + ["--json"])
    let report = try verified.object()
    #expect(verified.status == 0 && report["ok"] as? Bool == true && report["final"] as? Bool == true)
    var bytes = try Data(contentsOf: URL(filePath: out + "/dossier.json"))
    // A letter of a signature or of what is signed.
    let place = try #require(bytes.lastRange(of: Data("\"payload\":\"".utf8))).upperBound + 40
    bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
    try bytes.write(to: URL(filePath: out + "/dossier.json"))
    #expect(try SemperProgram.run(verify).status == 1)
  }

  private static func bought(_ demo: OpenDemo) throws -> (deal: String, cents: Int) {
    let bought = try demo.wallet(["buy", demo.link(), "--yes", "--pay", "ecash", "--json"]).object()
    return (try #require(bought["deal"] as? String), try cents(demo))
  }

  private static func claim(_ demo: OpenDemo, _ deal: String, _ kind: String, _ amount: String?) throws -> String {
    let run = try demo.wallet(
      ["claim", "--kind", kind, "--because", "Pages are <b>empty</b>."] + (amount.map { ["--amount", $0] } ?? []) + [
        "--", deal,
      ])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    return run.output
  }

  private static func claimID(_ demo: OpenDemo) throws -> String {
    let run = try desk(demo, ["list", "--all", "--json"])
    let listed = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
    try #require(listed?.count == 1, "\(run.output) \(run.errors)")
    let line = try desk(demo, ["list", "--all"]).output
    return try #require(line.split(separator: " ").first.map(String.init))
  }

  /// Until the only case stands so.
  private static func wait(_ demo: OpenDemo, for stage: String, all: Bool = false) throws {
    try wait(for: "\"stage\":\"\(stage)\"") { try desk(demo, ["list", "--json"] + (all ? ["--all"] : [])) }
  }

  /// Until the arbiter has brought the claim to the shop.
  private static func waitForTheShop(_ demo: OpenDemo, _ id: String) throws {
    try wait(for: id) { try till(demo, ["disputes"]) }
  }

  private static func wait(for text: String, _ look: () throws -> SemperProgram.Run) throws {
    var run = try look()
    for _ in 0..<mostLooks where !run.output.contains(text) { run = try look() }
    try #require(run.output.contains(text), "\(text) does not come: \(run.output) \(run.errors)")
  }

  /// Each look is a process of its own.
  private static let mostLooks = 2_000

  private static func desk(_ demo: OpenDemo, _ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["arbiter", "disputes"] + arguments + ["--home", demo.folder.path + "/arbiter"])
  }

  private static func till(_ demo: OpenDemo, _ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["till"] + arguments + ["--home", demo.folder.path + "/shop"])
  }

  private static func booksAreInOrder(_ demo: OpenDemo) throws {
    demo.program.signal(SIGTERM)
    _ = demo.program.end()
    let audit = try SemperProgram.run(["bank", "audit", demo.folder.path + "/bank", "--json"])
    #expect(try audit.object()["ok"] as? Bool == true && audit.status == 0, "\(audit.output) \(audit.errors)")
  }

  private static func cents(_ demo: OpenDemo) throws -> Int {
    let balance = try demo.wallet(["balance", "--json"]).object()
    return try ["available", "inFlight", "account"].reduce(0) { sum, name in
      let money = try #require(balance[name] as? [String: Any])
      let text = try #require(money["amount"] as? String)
      return sum + (Int(text.replacingOccurrences(of: ".", with: "")) ?? 0)
    }
  }
}
