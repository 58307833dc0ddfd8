import Foundation
import Testing

/// A wallet's chip card as its owner uses it at a running bank: got, loaded, looked at, used for a purchase, and emptied.
@Suite(.serialized) struct ChipCardTests {
  private struct Amounts: Equatable {
    var account: Int
    var chip: Int
  }

  private static func amounts(_ demo: OpenDemo) throws -> Amounts {
    let balance = try demo.wallet(["balance", "--json"]).object()
    func units(_ name: String) throws -> Int {
      let amount = try #require(balance[name] as? [String: Any])
      let decimal = try #require(amount["amount"] as? String)
      return try #require(Int(decimal.filter { $0 != "." }))
    }
    return Amounts(account: try units("account"), chip: try units("chip"))
  }

  @Test("a card is got once, loaded, shown, paid with and emptied")
  func isUsed() throws {
    let demo = try OpenDemo()
    // The demonstration has loaded it.
    let emptied = try demo.wallet(["special", "chipper", "unload", "100.00"])
    #expect(emptied.status == 0, "\(emptied.errors)")
    let card = try demo.wallet(["card", "--json"]).object()
    let number = try #require(card["chip"] as? String)
    #expect(try demo.wallet(["card", "--json"]).object()["chip"] as? String == number)
    let before = try Self.amounts(demo)
    #expect(before.chip == 0)

    let menu = try demo.wallet(["special", "chipper", "--language", "de"])
    #expect(menu.output.contains("vom Konto laden"), "\(menu.output) \(menu.errors)")
    let loaded = try demo.wallet(["special", "chipper", "load", "30,00", "--language", "de"])
    #expect(loaded.status == 0 && loaded.output.contains("30,00"), "\(loaded.output) \(loaded.errors)")
    #expect(try Self.amounts(demo) == Amounts(account: before.account - 30_00, chip: 30_00))

    // The same by the command that fills any purse; an account cannot be filled, and it says so.
    let filled = try demo.wallet(["withdraw", "5.00", "--into", "chipper"])
    #expect(filled.status == 0 && filled.output.contains("€35.00"), "\(filled.output) \(filled.errors)")
    let account = try demo.wallet(["withdraw", "5.00", "--into", "testmoney", "--language", "de"])
    #expect(account.status == 1 && account.errors.contains("chipper, ecash"), "\(account.errors)")
    let none = try demo.wallet(["withdraw", "5.00", "--into", "shells"])
    #expect(none.status == 1 && none.errors.contains("semper wallet purses"), "\(none.errors)")
    #expect(try demo.wallet(["special", "chipper", "unload", "5.00"]).status == 0)
    #expect(try Self.amounts(demo) == Amounts(account: before.account - 30_00, chip: 30_00))

    // More than there is, and more than a card holds: nothing moves.
    for (operation, amount) in [("unload", "30.01"), ("load", "500.00")] {
      let refused = try demo.wallet(["special", "chipper", operation, amount])
      #expect(refused.status == 1, "\(refused.output)")
    }
    #expect(try Self.amounts(demo) == Amounts(account: before.account - 30_00, chip: 30_00))

    let bought = try demo.wallet(["buy", try demo.link(), "--yes", "--pay", "chipper", "--json"])
    #expect(bought.status == 0, "\(bought.errors)")
    let after = try Self.amounts(demo)
    #expect(after.chip < 30_00 && after.account == before.account - 30_00)
    let given = try demo.wallet(["special", "chipper", "unload", "1.00"])
    #expect(given.status == 0, "\(given.errors)")
    #expect(try Self.amounts(demo) == Amounts(account: after.account + 1_00, chip: after.chip - 1_00))

    let purses = try demo.wallet(["purses", "--language", "el"])
    #expect(purses.output.contains("chipper") && !purses.output.contains("στην chipper"), "\(purses.output)")
    let statement = try demo.wallet(["statement", "chipper"])
    #expect(statement.output.contains("loaded onto a chip card"), "\(statement.output) \(statement.errors)")
    #expect(statement.output.contains("paid with the chip card"))
    #expect(statement.output.contains("taken from a chip card"))
    #expect(statement.output.split(separator: "\n").count == 7)
  }
}
