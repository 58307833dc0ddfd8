import Foundation
import Testing

/// A buyer says by commands with what it likes to pay, and is asked on its terminal.
@Suite(.serialized) struct MeansCommandTests {
  @Test("what was set is kept and used; who wants to be asked types a number, and without one is told what to give")
  func likesAndIsAsked() throws {
    let demo = try OpenDemo()
    let link = try demo.link()
    let set = try demo.wallet(["means", "--order", "set,chipper", "--avoid", "sepa-inst", "--json"]).object()
    #expect(set["order"] as? [String] == ["set/2", "chipper/1"] && set["avoided"] as? [String] == ["sepa-inst/1"])
    let bought = try demo.wallet(["buy", link, "--yes", "--json"]).object()
    #expect((bought["payment"] as? [String: Any])?["system"] as? String == "set/2", "\(bought)")
    let asking = try demo.wallet(["means", "--ask", "--language", "en"])
    #expect(asking.output.contains("in this order: set, chipper;"), "\(asking)")
    #expect(asking.output.contains("never pays with sepa-inst"), "\(asking)")
    let nobody = try demo.wallet(["buy", link, "--language", "en"])
    #expect(nobody.status == 1 && nobody.errors.contains("--pay (set, chipper, ecash, testmoney)"), "\(nobody)")
    let buying = try demo.walletRunning(["buy", link, "--json", "--language", "en"])
    let asked = try buying.wait(for: "Type a number from 1 to 4")
    #expect(asked.contains("chipper (money that this wallet holds); strong fairness"), "\(asked)")
    try buying.say("2")
    _ = try buying.wait(for: "Type yes")
    try buying.say("yes")
    let (status, said) = buying.end()
    #expect(status == 0 && said.contains("\"system\":\"chipper/1\""), "\(said)")
    let wrong = try demo.wallet(["means", "--order", "shells", "--language", "en"])
    #expect(wrong.status == 1 && wrong.errors.contains("“shells”"), "\(wrong)")
  }
}
