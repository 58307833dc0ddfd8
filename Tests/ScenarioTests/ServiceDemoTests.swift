import Foundation
import Testing

/// Ready-made services between real processes: a wallet and a shop take the steps of a scenario by the commands that people have.
@Suite(.serialized) struct ServiceDemoTests {
  /// Documents signed in a fair exchange; work and money in two exchanges; content, with an exchange that is given up; nobody hears; goods
  /// that are sent back, and money that comes back; a shop that calls an event off while it waits for the buyer.
  @Test(
    arguments: [
      ("contract-signing", nil), ("contract-signing", "the counter-draft is signed"),
      ("contract-signing", "no draft comes"), ("consultancy", nil),
      ("consultancy", "the arbiter does not rule on the delay"), ("online-purchase-of-information", nil),
      ("online-purchase-of-information", "the exchange is given up and the money comes back"),
      ("mail-order-retailing", nil), ("mail-order-retailing", "withdrawn, sent back and refunded"),
      ("subscription", "withdrawn and refunded"), ("ticket-sale", "called off and refunded"), ("skeleton", nil),
    ] as [(String, String?)])
  func comesToTheEndOfItsScenario(_ service: String, _ scenario: String?) throws {
    let folder = DemoFolder()
    let run = try folder.demo(["--service", service] + (scenario.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    #expect(result["end"] as? String == result["expectedEnd"] as? String)
    try Self.shopTellsWhatItWasPaid(result)
    let trust = try #require(result["trust"] as? String)
    for evidence in try #require(result["evidence"] as? [String]) {
      let verified = try SemperProgram.run(["verify", evidence, "--trust", trust])
      #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    }
  }

  /// The evidence decides, a carrier's too, and the bank moves the money; a person judges what it leaves open; a seller claims what it was
  /// not paid; a contract that was signed under the own key.
  @Test(
    arguments: [
      ("mail-order-retailing", "sent back and not refunded", "refundDue", "rule", "120.00", "buyer"),
      ("mail-order-retailing", "arrived damaged", "damaged", "rule", "120.00", "buyer"),
      ("mail-order-retailing", "never arrived, says the buyer", "notDelivered", "rule", nil, nil),
      ("mail-order-retailing", "came back to the shop", "refundDue", "rule", "120.00", "buyer"),
      ("subscription", "a paid issue is not as agreed", "notAsAgreed", "judgement", "1.00", "buyer"),
      ("consultancy", "not paid in spite of a reminder", "notPaid", "rule", "1500.00", "seller"),
      ("contract-signing", "the invited party says that it never agreed", "neverOrdered", "rule", nil, nil),
      ("skeleton", "not done in time", "notDelivered", "rule", "40.00", "buyer"),
    ] as [(String, String, String, String, String?, String?)])
  func endsItsHearingByARuling(
    _ service: String, _ scenario: String, _ claim: String, _ basis: String, _ amount: String?, _ side: String?
  ) throws {
    let folder = DemoFolder()
    // The dispute's page is in it.
    defer { withExtendedLifetime(folder) {} }
    let run = try folder.demo(["--service", service, "--fail", scenario])
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    let ruling = try #require(result["ruling"] as? [String: Any], "\(run.output)")
    #expect(ruling["claim"] as? String == claim && ruling["basis"] as? String == basis, "\(ruling)")
    #expect((ruling["amount"] as? [String: Any])?["amount"] as? String == amount, "\(ruling)")
    #expect(ruling["to"] as? String == side)
    let moved = (ruling["moved"] as? [String: Any])?["amount"] as? String
    #expect(moved == (side == "buyer" ? amount : nil), "\(ruling)")
    try Self.shopTellsWhatItWasPaid(result)
    try Self.judgeReads(result)
  }

  /// The shop's owner is told what the deal has brought and what went back in it or by a ruling: as much as the wallet has spent.
  private static func shopTellsWhatItWasPaid(_ result: [String: Any]) throws {
    let spent = try cents(result["paid"])
    let ruled = try (result["ruling"] as? [String: Any])?["moved"].map(cents) ?? 0
    guard let sold = result["sold"] as? [String: Any] else {
      return #expect(spent == 0, "nothing is told of what was paid: \(result)")
    }
    #expect(try cents(sold["paid"]) - cents(sold["back"]) == spent - ruled, "\(sold)")
    #expect(sold["refundable"] == nil, "what was paid in steps, a refund does not give back: \(sold)")
  }

  /// Whoever judges reads what was ordered and paid, and the dispute's page for a court says it too.
  private static func judgeReads(_ result: [String: Any]) throws {
    let page = try String(contentsOfFile: #require(result["dossier"] as? String), encoding: .utf8)
    for words in ["What the documents say", "Signed by the buyer, ", "Paid so far", "by the offer"] {
      #expect(page.contains(words), "\(words)")
    }
    let expected = ["consultancy": "contract.fee: €1,500.00", "mail-order-retailing": "order."]
    if let text = (result["service"] as? String).flatMap({ expected[$0] }) { #expect(page.contains(text), "\(text)") }
    #expect(!page.contains("<script"))
  }

  private static func cents(_ money: Any?) throws -> Int {
    let amount = try #require((money as? [String: Any])?["amount"] as? String)
    return try #require(Int(amount.replacing(".", with: "")))
  }

  /// Tickets for at most four, under another name and title: written in six lines over a ready-made service, which is not copied.
  @Test func aServiceThatExtendsAnotherIsSold() throws {
    let folder = DemoFolder()
    let services = folder.path + "-services"
    let mine = services + "/small-tickets"
    try FileManager.default.createDirectory(atPath: mine, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: services) }
    let base = SemperProgram.root + "/services/ticket-sale"
    try FileManager.default.createSymbolicLink(atPath: services + "/ticket-sale", withDestinationPath: base)
    try FileManager.default.copyItem(atPath: base + "/scenarios.yaml", toPath: mine + "/scenarios.yaml")
    let terms = """
      extends: ticket-sale
      service: small-tickets
      version: 1.0.0
      set: { mostSeats: 4, issuing: PT1H }
      display: { en: { title: Small tickets } }
      """
    try Data(terms.utf8).write(to: URL(filePath: mine + "/terms.yaml"))
    let checked = try SemperProgram.run(["service", "check", mine + "/terms.yaml", "--services", services, "--json"])
    #expect(try checked.status == 0 && (checked.object()["findings"] as? [Any])?.isEmpty == true, "\(checked)")
    let said = try SemperProgram.run(["service", "explain", mine + "/terms.yaml", "--services", services])
    #expect(said.output.contains("Small tickets") && said.output.contains("1 hour"), "\(said)")
    let run = try folder.demo(["--services", services, "--service", "small-tickets"])
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    #expect(result["service"] as? String == "small-tickets" && (result["rights"] as? [Any])?.count == 1)
  }

  /// The ticket that a deal has brought is shown at the shop's door twice.
  @Test func aTicketIsLetInOnce() throws {
    let run = try DemoFolder().demo(["--service", "ticket-sale"])
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    let rights = try #require(result["rights"] as? [[String: Any]])
    #expect(rights.map { $0["type"] as? String } == ["ticket"])
    #expect(rights.first?["good"] as? Bool == true && rights.first?["again"] as? Bool == false)
  }

  /// Both sides show what the terms ask of them; a membership is good at the door until its fee has gone back; the longest of all scenarios
  /// starts some hundred programs one after the other.
  @Test(
    arguments: [
      ("registration", "a member for a fee", [true]), ("registration", "withdrawn and refunded", [false]),
      ("registration", "a member for nothing", [true]), ("conditional-access", "a member reads one document", []),
      ("electronic-mall", "the shop leaves after two months", []), ("conditional-access", "all twenty documents", []),
    ] as [(String, String, [Bool])])
  func credentialsAreShownAndIssued(_ service: String, _ scenario: String, _ good: [Bool]) throws {
    let run = try DemoFolder().demo(["--service", service, "--fail", scenario])
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    let rights = try #require(result["rights"] as? [[String: Any]])
    #expect(rights.map { $0["good"] as? Bool } == good && rights.map { $0["again"] as? Bool } == good)
  }

  @Test func aServiceOrScenarioThatThereIsNotIsNamed() throws {
    let service = try DemoFolder().demo(["--service", "fortune-telling"])
    #expect(service.status != 0 && service.errors.contains("contract-signing"), "\(service.errors)")
    let scenario = try DemoFolder().demo(["--service", "consultancy", "--fail", "the stars are wrong"])
    #expect(scenario.status != 0 && scenario.errors.contains("two milestones"), "\(scenario.errors)")
  }
}
