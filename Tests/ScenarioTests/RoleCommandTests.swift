import Foundation
import Testing

/// Between real processes, with nobody at the terminal: where the owner would be asked there is no deal, and with a role that is unlocked
/// for it there is.
@Suite(.serialized) struct RoleCommandTests {
  private static let purchase = SemperProgram.root + "/services/online-purchase-of-information/terms.json"
  private static let steps = SemperProgram.root + "/services/online-purchase-of-information/terms.yaml"

  /// The digest of the terms of a shop's offer.
  private func terms(at shop: String, in market: ServiceMarket) throws -> String {
    let seen = try market.wallet(["look", shop, SemperProgram.firstOffer(at: shop), "--json"], status: 3).object()
    return try #require((seen["service"] as? [String: Any])?["service"] as? String)
  }

  private func role(_ name: String, in market: ServiceMarket) throws -> [String: Any] {
    let shown = try market.wallet(["roles", "--json"]).object()
    let roles = try #require(shown["roles"] as? [[String: Any]])
    return try #require(roles.first { ($0["role"] as? [String: Any])?["name"] as? String == name })
  }

  @Test(.timeLimit(.minutes(10))) func aPurchaseIsMadeByARole() throws {
    let market = try ServiceMarket()
    let shop = try market.openShop(Self.purchase)
    try market.openWallet()
    let (terms, code) = (try terms(at: shop, in: market), try SemperProgram.firstOffer(at: shop))
    let buy = ["buy", shop, code, "--accept-terms", terms, "--json"]
    #expect(try market.wallet(["roles"]).output.contains("There are no roles"))
    try market.wallet(buy, status: 3)

    let lamps = ["--shop", shop, "--terms", terms, "--order", "--pay-deal", "60.00", "--pay-day", "100.00"]
    let added = try market.wallet(["roles", "add", "lamps"] + lamps).output
    for words in ["Added “lamps”, locked", "order, pay up to €60.00 for a deal and €100.00 a day", terms] {
      #expect(added.contains(words), "\(added)")
    }
    for wrong in [
      ["roles", "add", "lamps"] + lamps, ["roles", "unlock", "lamp", "PT1H"], ["roles", "unlock", "lamps", "P31D"],
    ] {
      try market.wallet(wrong, status: 1)
    }
    #expect(try market.wallet(["roles", "add", "all", "--order"], status: 1).errors.contains("no role"))
    // Locked it is of no use, and the question says so.
    let asked = try market.wallet(buy, status: 3)
    #expect(asked.errors.contains("“lamps” would answer this if it were unlocked"), "\(asked.errors)")

    try market.wallet(["roles", "unlock", "lamps", "PT1H"])
    #expect(try market.wallet(buy).object()["outcome"] as? String == "completed")
    let used = try role("lamps", in: market)
    #expect(used["used"] as? Int == 1 && used["unlocked"] as? Bool == true)
    #expect((used["spentToday"] as? [String: Any])?["amount"] as? String == "60.00")
    // Another one would pass the day's sum.
    let above = try market.wallet(buy, status: 3)
    #expect(above.errors.contains("€40.00 is left"), "\(above.errors)")
    for (language, words) in [
      ("en", ["unlocked until", "Today: €60.00 of €100.00", "Ordered: Lamps"]),
      ("de", ["freigeschaltet bis", "Heute: 60,00", "Bestellt: Lamps"]),
      ("el", ["ξεκλείδωτος έως", "Παραγγελία: Lamps"]),
    ] {
      let said = try market.wallet(["roles", "--language", language]).output
      for word in words { #expect(said.contains(word), "\(said)") }
    }
    try market.wallet(["roles", "lock", "lamps"])
    try market.wallet(buy, status: 3)
    try market.wallet(["roles", "forget", "lamps"])
    #expect(try market.wallet(["roles", "--json"]).object()["roles"] as? [[String: String]] == [])
  }

  @Test(.timeLimit(.minutes(10))) func aDealOfManyStepsGoesThroughByARole() throws {
    let market = try ServiceMarket()
    let shop = try market.openShop(Self.steps)
    try market.openWallet()
    let (terms, code) = (try terms(at: shop, in: market), try SemperProgram.firstOffer(at: shop))
    let buy = ["buy", shop, code, "--accept-terms", terms, "--json"]
    // Whoever says yes to the price is asked at the first step.
    let first = try market.wallet(buy + ["--yes"]).object()
    #expect(first["outcome"] as? String == "open" && (first["step"] as? [String: Any])?["ask"] as? String == "give")

    // A role that orders and pays does not sign, and takes no option.
    let pays = ["--terms", terms, "--order", "--pay-deal", "60.00", "--pay-day", "200.00"]
    try market.wallet(["roles", "add", "pays"] + pays)
    try market.wallet(["roles", "unlock", "pays", "PT1H"])
    let second = try market.wallet(buy).object()
    let open = try #require(second["step"] as? [String: Any])
    #expect(open["ask"] as? String == "sign" && open["state"] as? String == "contracting")
    #expect(second["deal"] as? String != first["deal"] as? String)

    try market.wallet(["roles", "add", "all"] + pays + ["--sign", "--choose", "satisfied"])
    try market.wallet(["roles", "unlock", "all", "PT1H"])
    let third = try market.wallet(buy).object()
    #expect(third["outcome"] as? String == "completed" && third["position"] as? String == "end.done", "\(third)")
    let used = try role("all", in: market)
    let kinds = (used["uses"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
    #expect(kinds?.contains("sign") == true && kinds?.contains("choose") == true, "\(String(describing: kinds))")
  }
}
