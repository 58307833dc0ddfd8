import Foundation
import Testing

/// A shop that has its module for chip cards itself: issued by the bank's operator, put in once, with its key in a token.
@Suite struct OwnModuleTests {
  private static let terms = SemperProgram.root + "/services/ticket-sale/terms.yaml"

  @Test(
    "a shop is paid by cards at its own module, whose key is in a token, and brings what it has taken to the bank",
    .enabled(if: SoftToken.isHere, "without softhsm2 keys are tried in memory only; make deps installs it"),
    .timeLimit(.minutes(5)))
  func takesPaymentsItself() throws {
    let (token, market) = (try SoftToken(), try ServiceMarket(bank: ["--largest-exponent", "1"]))
    _ = try market.openShop(Self.terms)
    try market.openWallet(withdrawing: nil)
    try market.wallet(["card"])
    try market.wallet(["withdraw", "20.00", "--into", "chipper"])
    market.stopShop()

    // The bank's operator makes a module for the account of the shop.
    market.stopBank()
    let file = market.path("module.json")
    let account = try Self.account(of: market)
    let issue = ["bank", "issue-module", market.path("bank"), account, "--output", file]
    try market.run(issue)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try SemperProgram.run(issue).status != 0, "a module was overwritten")
    try market.startBank(["--largest-exponent", "1"])

    let inToken = token.options
    _ = try market.openShop(Self.terms, ["--module", file] + inToken, surroundings: token.surroundings)
    try FileManager.default.removeItem(atPath: file)
    // No bank is needed for it.
    market.stopBank()
    try TokenBankTests.pay(in: market)
    try market.startBank(["--largest-exponent", "1"])
    // What is taken lies in the module until it is brought to the bank.
    let menu = try Self.till(market, ["special", "chipper"]).output
    #expect(menu.contains("collect") && !menu.contains("cancel-last"), "\(menu)")
    #expect(try Self.till(market, ["purses"]).output.contains("not yet at the bank: €3.50"))
    _ = try market.openShop(Self.terms, inToken, surroundings: token.surroundings)
    let collected = try Self.till(market, ["special", "chipper", "collect"])
    #expect(collected.output.contains("not yet at the bank: €0.00"), "\(collected.output)")
    #expect(try Self.till(market, ["statement", "chipper"]).output.contains("€3.50"))
    // A shop brings it there by itself too.
    _ = try market.openShop(Self.terms, ["--collect-every", "PT1S"] + inToken, surroundings: token.surroundings)
    try TokenBankTests.pay(in: market)
    var credited = 0
    for _ in 0..<200 where credited < 2 {
      credited = try Self.till(market, ["statement", "chipper"]).output.components(separatedBy: "€3.50").count - 1
    }
    #expect(credited == 2, "nothing was brought to the bank")
    market.stopShop()

    let names = try TokenBankTests.secrets(of: market.path("seller"))
    #expect(names.contains("chipper/module/purchase/token") && !names.contains("chipper/module/purchase"), "\(names)")
    if let seen = try token.secretKeys() {
      #expect(seen.contains("semper module purchase") && seen.contains("sensitive"), "\(seen)")
    }
    #expect(throws: (any Error).self, "a shop without the token of its module was opened") {
      _ = try market.openShop(Self.terms)
    }
  }

  @Test("the help of each role names the keys of that role which a token may keep")
  func helpNamesTheKeysOfTheRole() throws {
    func help(_ role: String) throws -> String {
      let said = try SemperProgram.run(["serve", role, "--help"]).output
      return said.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let (bank, shop) = (try help("bank"), try help("shop"))
    #expect(bank.contains("Keep the mint's keys and the master keys of chip cards in a PKCS #11 token"), "\(bank)")
    #expect(shop.contains("Keep the key of purchases of the shop's own module (--module) in a PKCS #11"), "\(shop)")
    #expect(!shop.contains("mint"), "\(shop)")
  }

  /// The only customer of the bank that has more than the wallet: the bank's operator reads it in the audit.
  private static func account(of market: ServiceMarket) throws -> String {
    let audit = try market.run(["bank", "audit", market.path("bank"), "--json"]).object()
    let balances = try #require(audit["balances"] as? [String: Any])
    // The wallet has loaded its card.
    let accounts = balances.filter { $0.key.contains("customer:") && $0.value as? Int == 500_00 }.keys
    let name = try #require(accounts.first)
    #expect(accounts.count == 1, "\(balances)")
    return String(try #require(name.components(separatedBy: "customer:").last).prefix { $0 != " " && $0 != "/" })
  }

  private static func till(_ market: ServiceMarket, _ words: [String]) throws -> SemperProgram.Run {
    try market.run(["till"] + words + ["--home", market.path("seller")])
  }
}
