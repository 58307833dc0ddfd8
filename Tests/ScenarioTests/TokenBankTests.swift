import Foundation
import Testing

/// A bank whose keys, those of its mint and those of its chip cards and modules, live in a PKCS #11 token.
@Suite struct TokenBankTests {
  private static let terms = SemperProgram.root + "/services/ticket-sale/terms.yaml"

  @Test(
    "cards are issued, loaded and paid with by keys that are in the token alone",
    .enabled(if: SoftToken.isHere, "without softhsm2 keys are tried in memory only; make deps installs it"))
  func keysAreInTheToken() throws {
    let token = try SoftToken()
    // Few keys of the mint, which take a token long to make.
    let options = token.options + ["--largest-exponent", "1"]
    let market = try ServiceMarket(bank: options, surroundings: token.surroundings)
    _ = try market.openShop(Self.terms)
    try market.openWallet(withdrawing: nil)
    try market.wallet(["card"])
    try market.wallet(["withdraw", "20.00", "--into", "chipper"])
    try Self.pay(in: market)
    market.stopBank()

    // What the home has of them is where they are.
    let names = try Self.secrets(of: market.path("bank"))
    let uses = ["collection", "load", "purchase", "update"]
    #expect(names.filter { $0.hasPrefix("chipper/") }.sorted() == uses.map { "chipper/EUR/\($0)/1/token" })
    #expect(!names.contains { $0.hasPrefix("mint-") }, "\(names)")
    if let seen = try token.secretKeys() {
      for use in uses { #expect(seen.contains("EUR \(use) 1"), "\(seen)") }
      let access = seen.split(separator: "\n").filter { $0.contains("Access:") }
      #expect(access.count == 4, "\(seen)")
      #expect(access.allSatisfy { $0.contains("never extractable") && $0.contains("local") }, "\(seen)")
    }

    // Without them the bank does not make others, by which no card would pay.
    let other = try SoftToken("other")
    for (given, words) in [([], "give the token that has"), (other.options, "there is no token")] {
      let end = try market.bankProcess(given).end()
      #expect(end.status != 0 && end.said.contains(words), "\(end.said)")
    }
    try market.startBank(options)
    try Self.pay(in: market)
  }

  static func pay(in market: ServiceMarket) throws {
    let bill = try market.run(["till", "bill", "3.50", "Two coffees", "--home", market.path("seller"), "--json"])
      .object()
    let link = try #require(bill["link"] as? String)
    let paid = try market.wallet(["pay", link, "--yes", "--pay", "chipper", "--json"]).object()
    #expect(paid["state"] as? String == "settled" && paid["system"] as? String == "chipper/1")
  }

  /// The names of what the key store of a home has, as another program reads them.
  static func secrets(of home: String) throws -> [String] {
    let query =
      "import sys, sqlite3; print(*[n for n, in sqlite3.connect(sys.argv[1]).execute('select name from secret')], sep='\\n')"
    let run = try SemperProgram.run(
      ["python3", "-c", query, home + "/archive.sqlite"], program: "/usr/bin/env")
    #expect(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").map(String.init)
  }
}
