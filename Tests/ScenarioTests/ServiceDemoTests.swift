import Foundation
import Testing

/// Ready-made services between real processes: a wallet and a shop take the steps of a scenario by the commands that people have.
@Suite(.serialized) struct ServiceDemoTests {
  /// Documents signed in a fair exchange; work and money in two exchanges; content, with an exchange that is given up; nobody hears; goods
  /// that are sent back, and money that comes back.
  @Test(
    arguments: [
      ("contract-signing", nil), ("contract-signing", "the counter-draft is signed"),
      ("contract-signing", "no draft comes"), ("consultancy", nil),
      ("consultancy", "the arbiter does not rule on the delay"), ("online-purchase-of-information", nil),
      ("online-purchase-of-information", "the exchange is given up and the money comes back"),
      ("mail-order-retailing", nil), ("mail-order-retailing", "withdrawn, sent back and refunded"),
      ("subscription", "withdrawn and refunded"),
    ] as [(String, String?)])
  func comesToTheEndOfItsScenario(_ service: String, _ scenario: String?) throws {
    let folder = DemoFolder()
    let run = try folder.demo(["--service", service] + (scenario.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["asExpected"] as? Bool == true, "\(run.output) \(run.errors)")
    #expect(result["end"] as? String == result["expectedEnd"] as? String)
    let trust = try #require(result["trust"] as? String)
    for evidence in try #require(result["evidence"] as? [String]) {
      let verified = try SemperProgram.run(["verify", evidence, "--trust", trust])
      #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    }
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

  /// Both sides show what the terms ask of them; a membership is good at the door until its fee has gone back.
  @Test(
    arguments: [
      ("registration", "a member for a fee", [true]), ("registration", "withdrawn and refunded", [false]),
      ("registration", "a member for nothing", [true]), ("conditional-access", "a member reads one document", []),
      ("electronic-mall", "the shop leaves after two months", []),
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
