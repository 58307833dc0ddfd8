import SemperCoding

/// Tells a person how a demonstration ended: who holds what, why that is fair, and which evidence proves it.
enum DemoStory {
  static func lines(_ result: DemoResult) -> [String] {
    var lines = ["", "The deal ended: \(result.outcome.rawValue)."]
    lines += ["", "The buyer holds"] + holdings(result.buyerHolds)
    lines += ["The seller holds"] + holdings(result.sellerHolds)
    lines += ["", result.fair ? "This is fair:" : "This is NOT fair:"] + result.reasons.map { "  \($0)" }
    lines += ["", "What proves it"]
    lines += result.evidence.map { "  semper verify \($0) --trust \(result.trust)" }
    return lines
  }

  private static func holdings(_ holdings: [DemoResult.Holding]) -> [String] {
    guard !holdings.isEmpty else { return ["  nothing from this deal"] }
    return holdings.map { holding in
      let value = holding.value["amount"].map { amount in
        "\((try? String(json: amount)) ?? "") \((try? String(json: holding.value["currency"] ?? .null)) ?? "")"
      }
      return "  \(holding.kind) \(value ?? (try? String(json: holding.value)) ?? "")"
    }
  }
}
