import Foundation
import Testing

/// What a step pays is what the documents of the deal come to, and its buyer has seen that amount: between real processes, with the seller's
/// owner at the till.
@Suite(.serialized) struct StepPaymentTests {
  private static let tickets = SemperProgram.root + "/services/ticket-sale/terms.yaml"

  /// A ticket sale that has come as far as the payment.
  private final class Sale {
    let market: ServiceMarket
    let deal: String

    init(under terms: String, in market: ServiceMarket, withdrawing sum: String? = "200.00") throws {
      self.market = market
      let shop = try market.openShop(terms)
      try market.openWallet(withdrawing: sum)
      let seen = try market.wallet(["look", shop, SemperProgram.firstOffer(at: shop), "--json"], status: 3).object()
      let service = try #require((seen["service"] as? [String: Any])?["service"] as? String)
      let buying = try market.walletRunning(
        ["buy", shop, SemperProgram.firstOffer(at: shop), "--accept-terms", service, "--risk", "9000.00"])
      let asked = try buying.wait(for: "Type yes")
      for words in ["Price in the offer", "what “", "€500.00 at the most", "Begin this deal with", "Number of seats"] {
        #expect(asked.contains(words), "\(asked)")
      }
      #expect(!asked.contains("Total price"), "the seller fills in the contract: \(asked)")
      #expect(!asked.contains("You pay") && !asked.contains("file"), "\(asked)")
      try buying.say("yes")
      let bought = buying.end()
      #expect(bought.status == 0 && bought.said.contains("To be filled in: order.seats"), "\(bought.said)")
      let listed = try market.wallet(["deals", "--offline", "--json"]).output
      let all = try #require(try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [[String: Any]])
      deal = try #require(all.first?["deal"] as? String)
    }

    func document(_ name: String, _ text: String) throws -> String {
      let path = market.path(name)
      try Data(text.utf8).write(to: URL(filePath: path))
      return path
    }

    /// Goes on beside the shop's owner, who gives what the deal asks at these states.
    func giving(_ typed: [String], till answers: [(state: String, document: String)]) throws -> [String: Any] {
      let wallet = try market.walletRunning(words(typed))
      for (state, text) in answers {
        try say(at: state, text.isEmpty ? ["give"] : ["give", document(state + ".yaml", text)])
      }
      let end = wallet.end()
      #expect(end.status == 0, "\(end.said)")
      let line = end.said.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
      return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(end.said)")
    }

    func words(_ typed: [String]) -> [String] {
      ["step"] + (typed.contains("--yes") ? ["--yes"] : []) + ["--json", "--", deal]
        + typed.filter { $0 != "--yes" }
    }

    private func say(at state: String, _ words: [String]) throws {
      var asked = ""
      while !asked.contains("“\(state)”") {
        asked = try market.run(["till", "steps", "--home", market.path("seller")]).output
      }
      try market.run(["till", "step", "--home", market.path("seller"), "--", deal] + words)
    }

    /// The account and the purse together, in cents.
    func wealth() throws -> Int {
      let balance = try market.wallet(["balance", "--json"]).object()
      return try ["available", "inFlight", "account"].reduce(0) { sum, name in
        let money = try #require(balance[name] as? [String: Any])
        return sum + (try #require((money["amount"] as? String).flatMap(Double.init).map { Int(($0 * 100).rounded()) }))
      }
    }

    /// Order and contract, so that the payment is next.
    func agree() throws {
      let order = try document("order.yaml", "order: {event: Carmen, seats: 2, category: seated}")
      let signing = try giving(
        ["give", order],
        till: [
          (
            "contracting",
            "contract: {event: Carmen, begins: 2027-03-01T19:30:00Z, place: Opera, seats: 2, total: 96.00 EUR}"
          )
        ])
      #expect((signing["step"] as? [String: Any])?["ask"] as? String == "sign")
      let paying = try market.wallet(words(["give"])).object()
      #expect((paying["step"] as? [String: Any])?["state"] as? String == "paying", "\(paying)")
    }

    /// The owner's limit stands above its yes.
    func limits() throws {
      try market.wallet(["limits", "--at-most", "90.00"])
      let above = try market.wallet(words(["--yes", "give"]), status: 1).errors
      #expect(above.contains("limit of 90.00 EUR") && above.contains("--at-most"), "\(above)")
      try market.wallet(["limits", "--without-asking", "90.01"], status: 1)
      let raised = try market.wallet(["limits", "--at-most", "300.00"]).output
      #expect(raised.contains("up to €0.00") && raised.contains("€300.00"), "\(raised)")
    }

    /// Saying the word without saying yes to the amount says nothing.
    func refuse(_ amount: String) throws {
      let refused = try market.wallet(words(["give"]), status: 1)
      #expect(
        refused.errors.contains(amount) && refused.errors.contains("you did not agree to pay"), "\(refused.errors)")
    }
  }

  private static func amounts(_ deal: [String: Any]) -> [String] {
    let step = deal["step"] as? [String: Any]
    return (step?["amounts"] as? [[String: Any]] ?? []).compactMap {
      ($0["amount"] as? [String: Any])?["amount"] as? String
    }
  }

  @Test(.timeLimit(.minutes(10))) func theOwnerSeesWhatTheContractSaysBeforePaying() throws {
    let sale = try Sale(under: Self.tickets, in: ServiceMarket(), withdrawing: nil)
    try sale.agree()
    let before = try sale.wealth()
    // A purse that holds too little would end the step as failed.
    try sale.market.wallet(["withdraw", "95.00"])
    let poor = try sale.market.wallet(sale.words(["--yes", "give"]), status: 1).errors
    #expect(poor.contains("semper wallet withdraw 1.00"), "\(poor)")
    try sale.market.wallet(["withdraw", "1.00"])
    try sale.limits()
    try sale.refuse("€96.00")
    for (language, words) in [("de", "Preis im Angebot"), ("el", "Τιμή στην προσφορά")] {
      let asked = try sale.market.wallet(
        ["step", "--language", language, "--", sale.deal, "give"], status: 1
      ).errors
      #expect(asked.contains(words), "\(asked)")
    }
    #expect(try sale.wealth() == before)
    let paid = try sale.giving(
      ["--yes", "give"], till: [("paying", "reservation: {seats: 2, seatNumbers: 1 and 2}"), ("issuing", "")])
    #expect((paid["paid"] as? [String: Any])?["amount"] as? String == "96.00", "\(paid)")
    #expect(try before - sale.wealth() == 96_00)
    #expect(try sale.market.wallet(["deals", "--offline"]).output.contains("€96.00 paid"))
  }

  /// The seller's document in the very step that pays decides the amount: the word that was said before it was there is none.
  @Test(.timeLimit(.minutes(10))) func anAmountThatComesWithTheAnswerIsAskedAboutAgain() throws {
    let market = try ServiceMarket()
    var terms = try String(contentsOfFile: Self.tickets, encoding: .utf8)
    for (old, new) in [
      ("price: money(contract.total)", "price: money(reservation.total)"),
      (
        "      seatNumbers: { type: text, most: 200 }",
        "      seatNumbers: { type: text, most: 200 }\n      total: { type: money, least: 1, most: $highestPrice }"
      ),
    ] {
      #expect(terms.contains(old))
      terms = terms.replacingOccurrences(of: old, with: new)
    }
    let file = market.path("sly.yaml")
    try Data(terms.utf8).write(to: URL(filePath: file))
    let sale = try Sale(under: file, in: market)
    try sale.agree()
    let before = try sale.wealth()
    // Nobody knows yet what it pays, so there is nothing to ask.
    let asked = try sale.giving(
      ["give"], till: [("paying", "reservation: {seats: 2, seatNumbers: 1 and 2, total: 120.00 EUR}")])
    #expect(
      (asked["step"] as? [String: Any])?["ask"] as? String == "sign" && Self.amounts(asked) == ["120.00"], "\(asked)")
    try sale.refuse("€120.00")
    #expect(try sale.wealth() == before)
    let paid = try sale.giving(["--yes", "give"], till: [("issuing", "")])
    #expect((paid["paid"] as? [String: Any])?["amount"] as? String == "120.00", "\(paid)")
  }
}
