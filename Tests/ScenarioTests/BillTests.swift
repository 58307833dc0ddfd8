import Foundation
import Testing

/// Buyer and seller pay and give back from the shell, with the processes of the open demonstration.
@Suite(.serialized) struct BillTests {
  @Test("a bill is made at the till, paid by the wallet, and some of it comes back")
  func paidAndGivenBack() throws {
    let demo = try OpenDemo()
    _ = try demo.wallet(["card", "--json"]).object()
    let loaded = try demo.wallet(["special", "chipper", "load", "10.00"])
    #expect(loaded.status == 0, "\(loaded.errors)")
    var bills: [String] = []
    for system in ["ecash", "testmoney", "sepa-inst", "chipper"] {
      let bill = try Self.till(demo, ["bill", "3,50", "Two coffees", "--json"]).object()
      let link = try #require(bill["link"] as? String)
      bills.append(String(link.suffix(22)))
      let before = try Self.cents(demo)
      let paid = try demo.wallet(["pay", link, "--yes", "--pay", system, "--json"])
      #expect(paid.status == 0, "\(paid.output) \(paid.errors)")
      let payment = try paid.object()
      #expect(payment["system"] as? String == "\(system)/1" && payment["level"] as? String == "E")
      #expect(payment["state"] as? String == "settled")
      #expect(try Self.cents(demo) == before - 350)

      let gone = try Self.till(demo, ["refund", link, "One was cold", "--amount", "1.25", "--json"])
      #expect(gone.status == 0, "\(gone.errors)")
      let back = try demo.wallet(["refund", link])
      #expect(back.status == 0 && back.output.contains("given back: €1.25"), "\(back.output) \(back.errors)")
      #expect(try Self.cents(demo) == before - 225)
      let more = try Self.till(demo, ["refund", link, "Too much", "--amount", "2.26"])
      #expect(more.status == 1, "\(more.output)")
    }
    let metered = try Self.meter(demo)
    for (language, word) in [("en", "given back"), ("de", "zurückgegeben"), ("el", "επιστράφηκαν")] {
      let bills = try Self.till(demo, ["bills", "--language", language])
      #expect(bills.output.contains(word), "\(bills.output) \(bills.errors)")
    }
    let purses = try Self.till(demo, ["purses"]).output
    #expect(purses.contains("ecash") && purses.contains("testmoney") && purses.contains("strong fairness"), "\(purses)")
    let statement = try Self.till(demo, ["statement", "testmoney"])
    #expect(statement.status == 0 && statement.output.contains("€3.50"), "\(statement.output) \(statement.errors)")
    #expect(statement.output.contains("bill \(bills[1]): Two coffees"), "\(statement.output)")
    // All came to one account, what the chip card paid by the bank's collection.
    let taken = try Self.till(demo, ["statement", "testmoney", "--json"]).named("bill")
    #expect(taken["3.50"] == bills && taken["1.25"] == bills, "\(taken)")
    let spent = try demo.wallet(["statement", "testmoney", "--json"]).named("bill")
    #expect(spent["3.50"] == Array(bills[1..<3]) && spent["1.25"] == Array(bills[1..<4]), "\(spent)")
    let card = try demo.wallet(["statement", "chipper", "--json"]).named("bill")
    #expect(card["3.50"] == [bills[3]] && card["10.00"] == nil, "\(card)")
    // What the shop's module has taken at the bank is in its books, and these are in order.
    demo.program.signal(SIGTERM)
    _ = demo.program.end()
    let audit = try SemperProgram.run(["bank", "audit", demo.folder.path + "/bank", "--json"])
    let (books, findings) = (try audit.object(), "\(audit.output) \(audit.errors)")
    #expect(audit.status == 0 && books["ok"] as? Bool == true, "\(findings)")
    let balances = try #require(books["balances"] as? [String: Any])
    #expect(balances.contains { $0.key.contains("purses") && $0.value as? Int == 106_50 - metered }, "\(findings)")
  }

  /// Advice by the second: the payer sees price and most, pays as it runs, and the seller ends it. Gives what was paid, which came back.
  private static func meter(_ demo: OpenDemo) throws -> Int {
    let bill = try till(demo, ["bill", "5.00", "Advice", "--each", "0.10", "--every", "PT1S", "--json"]).object()
    let link = try #require(bill["link"] as? String)
    let before = try cents(demo)
    let paying = try demo.walletRunning(["pay", link])
    let asked = try paying.wait(for: "Type yes")
    #expect(asked.contains("€0.10 for each 1 second") && asked.contains("€5.00 at the most"), "\(asked)")
    try paying.say("yes")
    while case let bills = try till(demo, ["bills"]).output, !bills.contains("Advice: under way") {}
    let stopped = try till(demo, ["stop", link])
    #expect(stopped.status == 0 && stopped.output.contains("Advice"), "\(stopped.output) \(stopped.errors)")
    let end = paying.end()
    #expect(end.status == 0 && end.said.contains("for Advice, with chipper: paid"), "\(end.said)")
    let paid = before - (try cents(demo))
    #expect(paid >= 10 && paid < 500 && paid % 10 == 0, "\(paid)")
    let back = try till(demo, ["refund", link, "It helped nothing"])
    #expect(back.status == 0, "\(back.errors)")
    _ = try demo.wallet(["refund", link])
    #expect(try cents(demo) == before)
    for words in [
      ["bill", "1.00", "Advice", "--each", "2.00"], ["stop", "nothing"], ["special", "chipper", "collect"],
    ] {
      #expect(try till(demo, words).status == 1, "\(words)")
    }
    #expect(try till(demo, ["special", "chipper"]).output.contains("nothing that only chipper"))
    return paid
  }

  @Test("the payer is shown amount, seller, system and level, and pays nothing by saying no")
  func asked() throws {
    let demo = try OpenDemo()
    let bill = try Self.till(demo, ["bill", "3.50", "Two coffees", "--json"]).object()
    let link = try #require(bill["link"] as? String)
    let before = try Self.cents(demo)
    let paying = try demo.walletRunning(["pay", link])
    let shown = try paying.wait(for: "Type yes")
    #expect(shown.contains("€3.50") && shown.contains("Two coffees") && shown.contains("evidence only"), "\(shown)")
    try paying.say("no")
    #expect(paying.end().status == 1)
    #expect(try Self.cents(demo) == before)
    let none = try Self.till(demo, ["bills"])
    #expect(none.output.contains("nobody has taken it yet"), "\(none.output)")
    let absent = try SemperProgram.run(["till", "bills", "--home", demo.folder.path + "/nowhere"])
    #expect(absent.status == 1 && absent.errors.contains("semper serve shop"), "\(absent.errors)")
  }

  @Test("what a deal brought is given back, and the wallet takes it by itself and says so in its owner's language")
  func dealGivenBack() throws {
    let demo = try OpenDemo()
    let bought = try demo.wallet(["buy", demo.link(), "--yes", "--pay", "testmoney", "--json"]).object()
    let deal = try #require(bought["deal"] as? String)
    let before = try Self.cents(demo)
    var sold = ""
    while !sold.contains(deal) { sold = try Self.till(demo, ["deals"]).output }
    #expect(sold.contains("with testmoney"), "\(sold)")
    for (language, word) in [("en", "has given back"), ("de", "zurückgegeben"), ("el", "επέστρεψε")] {
      let gone = try Self.till(demo, ["refund", deal, "A chapter is missing", "--amount", "0.50"])
      #expect(gone.status == 0 && gone.output.contains("€0.50 goes back"), "\(gone.output) \(gone.errors)")
      let deals = try demo.wallet(["deals", "--language", language])
      #expect((deals.output + deals.errors).contains(word), "\(deals.output) \(deals.errors)")
    }
    #expect(try Self.cents(demo) == before + 150)
    let told = try demo.wallet(["refund", deal])
    #expect(told.output.contains("€1.50 of"), "\(told.output) \(told.errors)")
    for run in [
      try Self.till(demo, ["statement", "testmoney", "--json"]), try demo.wallet(["statement", "testmoney", "--json"]),
    ] {
      let named = try run.named("deal")
      #expect(Set(named.values.joined()) == [deal] && named["0.50"]?.count == 3, "\(named)")
    }
    #expect(try Self.till(demo, ["deals"]).output.contains("given back: €1.50"))
  }

  private static func till(_ demo: OpenDemo, _ arguments: [String]) throws -> SemperProgram.Run {
    try SemperProgram.run(["till"] + arguments + ["--home", demo.folder.path + "/shop"])
  }

  private static func cents(_ demo: OpenDemo) throws -> Int {
    let balance = try demo.wallet(["balance", "--json"]).object()
    return try ["available", "inFlight", "account", "chip"].reduce(0) { sum, name in
      // Not every wallet has a chip card.
      guard balance[name] != nil || name != "chip" else { return sum }
      let money = try #require(balance[name] as? [String: Any])
      let text = try #require(money["amount"] as? String)
      return sum + (Int(text.replacingOccurrences(of: ".", with: "")) ?? 0)
    }
  }
}
