import Testing

/// The demonstration's buyer has all the purses and pays with any of them, whatever goes wrong.
@Suite struct PaymentTests {
  @Test(
    arguments: ["testmoney", "ecash", "chipper", "sepa-inst"],
    [nil, "seller-vanishes", "buyer-vanishes", "bad-goods", "mint-down"])
  func paysWith(_ system: String, though fault: String?) throws {
    let run = try DemoFolder().demo(["--pay", system] + (fault.map { ["--fail", $0] } ?? []))
    let result = try run.object()
    #expect(run.status == 0 && result["fair"] as? Bool == true, "\(run.errors)")
    let payment = try #require(result["payment"] as? [String: Any])
    #expect(payment["system"] as? String == "\(system)/1")
    #expect(payment["level"] as? String == "SW")
    #expect(payment["class"] as? String == (["ecash", "chipper"].contains(system) ? "cash-like" : "account-based"))
    let seconds = try #require(payment["seconds"] as? Double)
    #expect(seconds > 0, "a payment takes some time, if less than a second")
  }

  @Test("without --pay the managers agree on one of five, and the demonstration says on which")
  func managersAgree() throws {
    let folder = DemoFolder()
    let run = try folder.demo([])
    let payment = try #require(try run.object()["payment"] as? [String: Any])
    let choices = try #require(payment["choices"] as? [String])
    #expect(choices.sorted() == ["chipper/1", "ecash/1", "sepa-inst/1", "set/2", "testmoney/1"])
    // Of all five the shop likes best what tells it least of its buyer.
    #expect(payment["system"] as? String == "ecash/1")
    let told = try SemperProgram.run(["demo", "--headless", "--language", "en", "--dir", folder.path + "/told"])
    #expect(told.output.contains("\nThe wallet paid with ecash: "), "\(told)")
    let named = choices.map { String($0.dropLast(2)) }.joined(separator: ", ")
    #expect(told.output.contains("chosen by wallet and shop among \(named)"))
  }

  /// Whichever program dies: what has left the card is under the lock or on the account, and what the bank owes it transfers.
  @Test(arguments: ["chipper", "sepa-inst"], ["crash-wallet", "crash-shop"])
  func paysWith(_ system: String, thoughAProgramDies fault: String) throws {
    let run = try DemoFolder().demo(["--pay", system, "--fail", fault])
    let result = try run.object()
    #expect(run.status == 0 && result["fair"] as? Bool == true, "\(run.errors)")
    let payment = try #require(result["payment"] as? [String: Any])
    #expect(payment["system"] as? String == "\(system)/1")
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
