import Testing

/// The demonstration's buyer has all the purses and pays with any of them, whatever goes wrong.
@Suite struct PaymentTests {
  @Test(arguments: ["testmoney", "ecash"], [nil, "seller-vanishes", "buyer-vanishes", "bad-goods", "mint-down"])
  func paysWith(_ system: String, though fault: String?) throws {
    let run = try DemoFolder().demo(["--pay", system] + (fault.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["fair"] as? Bool == true, "\(run.errors)")
    let payment = try #require(result["payment"] as? [String: Any])
    #expect(payment["system"] as? String == "\(system)/1")
    #expect(payment["level"] as? String == "SW")
    #expect(payment["class"] as? String == (system == "ecash" ? "cash-like" : "account-based"))
    #expect(payment["seconds"] is Int)
  }

  /// The card's money is held by the gateway, captured on opening or ruling, and given back on an abort.
  @Test(arguments: [nil, "seller-vanishes", "buyer-vanishes", "bad-goods", "crash-wallet", "crash-shop"])
  func paysWithACard(though fault: String?) throws {
    let run = try DemoFolder().demo(["--pay", "set"] + (fault.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["fair"] as? Bool == true, "\(run.errors)")
    let payment = try #require(result["payment"] as? [String: Any])
    #expect(payment["system"] as? String == "set/2")
    #expect(payment["level"] as? String == "SW")
    #expect(payment["class"] as? String == "account-based")
  }
}
