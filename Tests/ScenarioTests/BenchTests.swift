import Testing

/// The measurement of payments runs anywhere, and says what it promises; how fast it is no test says.
@Suite struct BenchTests {
  @Test func everySystemHasItsFigures() throws {
    let run = try SemperProgram.run(["bench", "payments", "--payments", "3", "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let figures = try run.object()
    let systems = try #require(figures["systems"] as? [[String: Any]])
    let names = Set(systems.compactMap { $0["system"] as? String })
    #expect(names.isSuperset(of: ["chipper/1", "ecash/1", "sepa-inst/1", "set/2", "testmoney/1"]), "\(names)")
    for system in systems {
      for name in ["paymentsPerSecond", "roundTripsPerPayment", "bytesPerPayment", "cryptographyShare"] {
        #expect(Self.number(system[name]) > 0, "\(name) of \(system)")
      }
      #expect(Self.number(system["cryptographyShare"]) < 1)
      let payee = try #require(system["payee"] as? [String: Any])
      // Coins are paid in by the payer, who shows the mint's receipt; every other payee asks its bank or its module.
      let least: Double = system["system"] as? String == "ecash/1" ? 0 : 1
      for name in ["roundTripsPerPayment", "bytesPerPayment"] {
        #expect(Self.number(payee[name]) >= least, "\(system)")
      }
      let together = try #require(system["together"] as? [String: Any])
      #expect(Self.number(together["payers"]) == 4 && Self.number(together["paymentsPerSecond"]) > 0)
      // Payers who waited for one another would be measured as one.
      #expect((2...4).contains(Self.number(together["mostAtOnce"])), "\(together)")
      let milliseconds = try #require(system["milliseconds"] as? [String: Any])
      #expect(Self.number(milliseconds["median"]) > 0 && Self.number(milliseconds["p99"]) > 0)
      let stored = try #require(system["storedBytesPerPayment"] as? [String: Any])
      #expect(Set(stored.keys) == ["bank", "shop", "wallet"])
      #expect(stored.values.reduce(0) { $0 + Self.number($1) } > 0, "\(stored)")
    }
    let pairs = try #require(figures["ecashPairs"] as? [String: Any])
    #expect(Self.number(pairs["pairsPerSecond"]) > 0)
    try Self.expectMints(in: figures)
    let reference = try #require(figures["reference"] as? [String: Any])
    #expect(Self.number(reference["bareCommitsPerSecond"]) > 0 && Self.number(reference["commitsPerSecond"]) > 0)
    let openSSL = try #require(reference["openSSL"] as? [String: Any])
    #expect(
      Self.number(openSSL["rsa2048Signs"]) > 0 && Self.number(openSSL["rsa3072Signs"]) > 0
        && Self.number(openSSL["ecdsaP256Verifies"]) > 0)
  }

  /// The mint alone, with keys of both sizes.
  private static func expectMints(in figures: [String: Any]) throws {
    let mints = try #require(figures["mint"] as? [[String: Any]])
    #expect(mints.map { number($0["bits"]) } == [2048, 3072])
    for mint in mints {
      #expect(number(mint["pairsPerSecond"]) > 0 && number(mint["signaturesPerSecond"]) > 0)
      #expect(number(mint["signaturesToOpenSSL"]) > 0)
      for round in try #require(mint["rounds"] as? [[String: Any]]) {
        for kind in ["withdrawals", "swaps", "deposits"] {
          let phase = try #require(round[kind] as? [String: Any])
          let milliseconds = try #require(phase["milliseconds"] as? [String: Any])
          #expect(number(milliseconds["p99"]) > 0 && number(phase["perSecond"]) > 0, "\(kind)")
        }
      }
    }
    #expect(number(mints.first?["pairsToTaler"]) > 0)
  }

  private static func number(_ value: Any?) -> Double { (value as? Double) ?? (value as? Int).map(Double.init) ?? 0 }
}
