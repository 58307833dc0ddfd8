import Foundation
import Testing

/// A buyer ends a deal together with the shop when the arbiter is gone for good, with the commands that it has for that.
@Suite(.serialized) struct SettlementTests {
  @Test("the buyer proposes, the shop agrees, and all the money is back")
  func settles() throws {
    let stuck = try StuckDeal()
    let before = try stuck.wallet(["settle", "show", stuck.deal, "--json"]).object()
    #expect(before["possible"] as? Bool == true && before["settled"] == nil && before["proposed"] == nil)
    #expect(try Self.available(stuck) == "8.00")

    let run = try stuck.wallet(["settle", "propose", stuck.deal, "--yes", "--within", "120", "--json"])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["outcome"] as? String == "settled" && result["goods"] == nil)

    let after = try stuck.wallet(["settle", "show", stuck.deal, "--json"]).object()
    #expect(after["possible"] as? Bool == false && after["settled"] is [String: Any])
    #expect(try Self.available(stuck) == "20.00")
    let again = try stuck.wallet(["settle", "propose", stuck.deal, "--yes"])
    #expect(again.status == 1, "\(again.output)")

    let file = try #require(result["evidence"] as? String)
    let verified = try SemperProgram.run(["verify", file, "--trust", stuck.trust, "--json"])
    #expect(verified.status == 0, "\(verified.output)")
    let proves = try #require(try verified.object()["proves"] as? [[String: Any]])
    let names = Set(proves.compactMap { $0["what"] as? String })
    #expect(names.isSuperset(of: ["exchangeSettled", "paymentRefunded"]), "\(names)")
    #expect(names.isDisjoint(with: ["receiptCounts", "paymentClaimed"]), "\(names)")
  }

  private static func available(_ stuck: StuckDeal) throws -> String? {
    let balance = try stuck.wallet(["balance", "--json"]).object()
    return (balance["available"] as? [String: Any])?["amount"] as? String
  }
}
