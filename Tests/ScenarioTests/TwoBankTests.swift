import Foundation
import Testing

/// Buyer and shop have their accounts at two banks, each a process, and money goes from one to the other by transfer.
@Suite(.serialized) struct TwoBankTests {
  /// What a bank's stopped home holds, recomputed from its entries.
  private struct Books {
    var findings: [String]
    var units: [String: Int]

    init(_ home: String) throws {
      let run = try SemperProgram.run(["bank", "audit", home, "--json"])
      #expect(run.status == 0, "\(run.output) \(run.errors)")
      let audit = try run.object()
      findings = try #require(audit["findings"] as? [String])
      units = try #require(audit["balances"] as? [String: Int])
    }

    func sum(_ prefix: String) -> Int {
      units.filter { $0.key.hasPrefix(prefix) }.map(\.value).reduce(0, +)
    }
  }

  /// Both banks together hold what they were given, nothing is under way, and this much has gone from one to the other.
  private static func expectConserved(in folder: String, moved: Int) throws {
    let (buyers, shops) = (try Books(folder + "/bank"), try Books(folder + "/shopbank"))
    #expect(buyers.findings.isEmpty && shops.findings.isEmpty)
    #expect(buyers.sum("clearing") == moved && shops.sum("clearing") == -moved)
    #expect(buyers.sum("holds") == 0 && shops.sum("holds") == 0)
    #expect(buyers.sum("customer:") + buyers.sum("coins") + buyers.sum("purses") == 500_00 - moved)
    #expect(shops.sum("customer:") == 500_00 + moved)
  }

  @Test(
    arguments: [
      (nil, true), ("transfer-lost", true), ("mint-down", true), ("seller-vanishes", true), ("bad-goods", false),
    ] as [(String?, Bool)])
  func paysFromBankToBank(though fault: String?, isPaid: Bool) throws {
    let folder = DemoFolder()
    let run = try folder.demo(["--two-banks", "--pay", "sepa-inst"] + (fault.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["fair"] as? Bool == true, "\(run.output) \(run.errors)")
    let payment = try #require(result["payment"] as? [String: Any])
    #expect(payment["system"] as? String == "sepa-inst/1")
    #expect(payment["level"] as? String == "SW")
    try Self.expectConserved(in: folder.path, moved: isPaid ? 12_00 : 0)
    for evidence in try #require(result["evidence"] as? [String]) {
      let trust = try #require(result["trust"] as? String)
      let verified = try SemperProgram.run(["verify", evidence, "--trust", trust])
      #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    }
  }

  @Test("a bill and a deal are paid from bank to bank, and both statements name them")
  func paysABill() throws {
    let demo = try OpenDemo(["--two-banks"])
    func till(_ arguments: [String]) throws -> SemperProgram.Run {
      try SemperProgram.run(["till"] + arguments + ["--home", demo.folder.path + "/shop"])
    }
    let bill = try till(["bill", "3.50", "Two coffees", "--json"])
    let link = try #require(try bill.object()["link"] as? String)
    let others = try demo.wallet(["pay", link, "--yes", "--pay", "testmoney"])
    #expect(others.status == 1, "money of accounts stays within one bank: \(others.output)")
    let paid = try demo.wallet(["pay", link, "--yes", "--pay", "sepa-inst"])
    #expect(paid.status == 0, "\(paid.errors)")
    #expect(try till(["refund", link, "One was cold", "--amount", "1.25"]).status == 0)
    let back = try demo.wallet(["refund"])
    #expect(back.status == 0 && back.output.contains("€1.25"), "\(back.output) \(back.errors)")
    let statement = try till(["statement", "sepa-inst"])
    #expect(statement.output.contains("€3.50") && statement.output.contains("€1.25"), "\(statement.output)")
    let bought = try demo.wallet(["buy", demo.link(), "--yes", "--pay", "sepa-inst", "--json"])
    let deal = try #require(try bought.object()["deal"] as? String, "\(bought.errors)")
    let price = try #require((try bought.object()["price"] as? [String: Any])?["amount"] as? String)
    let cents = try #require(Int(price.replacing(".", with: "")))
    while case let sold = try till(["deals"]).output, !sold.contains(deal) {}
    for run in [
      try till(["statement", "sepa-inst", "--json"]), try demo.wallet(["statement", "sepa-inst", "--json"]),
    ] {
      #expect(try run.named("deal") == [price: [deal]], "\(run.output)")
      #expect(try run.named("bill") == ["3.50": [String(link.suffix(22))], "1.25": [String(link.suffix(22))]])
    }
    demo.program.signal(SIGTERM)
    _ = demo.program.end()
    try Self.expectConserved(in: demo.folder.path, moved: 2_25 + cents)
  }

  @Test func whatCannotGoBetweenBanksIsSaid() throws {
    for arguments in [["--pay", "ecash"], ["--fail", "double-spend"]] {
      let run = try DemoFolder().demo(["--two-banks"] + arguments)
      #expect(run.status != 0 && run.errors.contains("sepa-inst"), "\(run.errors)")
    }
    let alone = try SemperProgram.run(["serve", "bank", "--home", "none", "--correspondent", "http://127.0.0.1:1"])
    #expect(alone.status != 0 && alone.errors.contains("--trust"), "\(alone.errors)")
  }
}
