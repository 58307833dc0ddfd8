import Foundation
import Testing

/// The open demonstration as a person uses it: look at a page, hand the offer over by its link, buy, end it.
@Suite(.serialized) struct OpenDemoTests {
  @Test("a request to end ends every process and frees every port", arguments: [SIGINT, SIGTERM])
  func endsInOrder(_ signal: Int32) throws {
    let demo = try OpenDemo()
    #expect(try demo.get("/").contains("<html lang=\"en\">"))
    let children = MachineProcesses.naming(demo.folder.path).filter { $0.contains("serve") }
    let ports = children.compactMap { arguments in
      arguments.firstIndex(of: "--port").flatMap { UInt16(arguments[$0 + 1]) }
    }
    #expect(ports.count == 6 && ports.allSatisfy { !MachineProcesses.isFree(port: $0) })
    demo.program.signal(signal)
    let (status, said) = demo.program.end()
    #expect(status == 0, "\(said)")
    #expect(MachineProcesses.naming(demo.folder.path).isEmpty)
    #expect(ports.allSatisfy { MachineProcesses.isFree(port: $0) })
  }

  @Test("its buyer has five means of payment, each with money to pay with, and its shop takes them all")
  func allMeans() throws {
    let five = ["chipper/1", "ecash/1", "sepa-inst/1", "set/2", "testmoney/1"]
    let demo = try OpenDemo()
    let purses = try demo.wallet(["purses", "--json"]).list()
    #expect(purses.map(Self.system).sorted() == five, "\(purses)")
    for purse in purses {
      let money = try #require((purse["held"] ?? purse["atBank"]) as? [String: Any], "\(purse)")
      #expect(money["amount"] as? String != "0.00", "\(purse)")
      #expect(purse["level"] as? String == "SW", "\(purse)")
    }
    let told = try demo.wallet(["purses", "--language", "en"]).output
    let fair = told.components(separatedBy: "in a purchase: strong fairness, as long as this wallet runs")
    #expect(fair.count == 6, "\(told)")
    let till = try SemperProgram.run(["till", "purses", "--json", "--home", demo.folder.path + "/shop"]).list()
    #expect(till.map(Self.system).sorted() == five, "\(till)")
  }

  private static func system(_ shown: [String: Any]) -> String {
    (shown["purse"] as? [String: Any])?["scheme"] as? String ?? ""
  }

  @Test("a course is bought by the link on its page, into the folder named, and other commands read meanwhile")
  func boughtByLink() throws {
    let demo = try OpenDemo()
    let link = try demo.link()
    // The demonstration's own evaluator has looked at its terms, and its wallet trusts that one.
    let seen = try demo.wallet(["look", link])
    #expect(seen.status == 0 && seen.output.contains("Semper Demo Evaluator says of these terms: fair"), "\(seen)")
    let target = demo.folder.path + "/my course"
    let buying = try demo.walletRunning(["buy", link, "--to", target, "--json"])
    // It has the home and asks its person.
    #expect(try buying.wait(for: "Type yes").contains("You pay"))
    let balance = try demo.wallet(["balance", "--json"]).object()
    #expect(balance["coins"] is Int && balance["spentElsewhere"] is [Any])
    let listed = try demo.wallet(["deals"])
    #expect(listed.status == 0 && listed.output.contains("  open  "), "\(listed.output) \(listed.errors)")
    let deal = String(listed.output.prefix(22))
    let shown = try demo.wallet(["show", deal, "--json"]).object()
    #expect(shown["outcome"] as? String == "open" && shown["goods"] == nil)
    let socket = try FileManager.default.attributesOfItem(atPath: demo.home + "/wallet.sock")
    #expect(socket[.posixPermissions] as? Int == 0o600 && socket[.type] as? FileAttributeType == .typeSocket)
    for second in [["buy", link, "--yes"], ["withdraw", "1.00"]] {
      let refused = try demo.wallet(second)
      #expect(refused.status == 1 && refused.errors.contains("another wallet command is running"), "\(refused.errors)")
    }
    try buying.say("yes")
    let (status, said) = buying.end()
    #expect(status == 0, "\(said)")
    #expect(said.contains("\"goods\":\"\(target)\""))
    #expect(FileManager.default.fileExists(atPath: target + "/index.html"))
    #expect(!FileManager.default.fileExists(atPath: demo.home + "/goods/" + deal))
    #expect(!FileManager.default.fileExists(atPath: demo.home + "/wallet.sock"))
    let again = try demo.wallet(["show", deal, "--json"]).object()
    #expect(again["goods"] as? String == target && again["outcome"] as? String == "completed")
    #expect((again["service"] as? [String: Any])?["standing"] as? String == "evaluated")
  }
}
