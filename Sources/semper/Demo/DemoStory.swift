import SemperCoding
import SemperExchange
import SemperModel
import SemperPayments
import SemperTrustedUI
import SemperWallet

/// Tells a person how a demonstration ended: who holds what, why that is fair, and which evidence proves it.
struct DemoStory {
  let texts: Texts

  func lines(_ result: DemoResult) -> [String] {
    let outcome = WalletTexts.of(texts.language).text("outcome.\(result.outcome.rawValue)")
    var lines = ["", texts(DemoText.demoEnded, ["outcome": outcome])]
    lines += result.payment.map(paid) ?? []
    lines += ["", texts(DemoText.demoBuyerHolds)] + holdings(result.buyerHolds)
    lines += [texts(DemoText.demoSellerHolds)] + holdings(result.sellerHolds)
    lines += ["", texts(result.fair ? DemoText.demoFair : DemoText.demoUnfair)]
    lines += result.reasons.map { "  " + $0.text(in: texts) }
    lines += ["", texts(DemoText.demoProof)]
    return lines + result.evidence.map { "  semper verify \(ShellWord($0)) --trust \(ShellWord(result.trust))" }
  }

  private func paid(_ payment: DemoResult.Payment) -> [String] {
    let (wallet, means) = (WalletTexts.of(texts.language), payment.means)
    let line = texts(
      DemoText.demoPaid,
      [
        "system": means.system.name, "class": wallet.text("means.\(means.paymentClass.rawValue)"),
        "level": wallet.text("level.\(means.level.rawValue)"),
      ])
    let among = payment.choices.map { choices in
      texts(DemoText.demoAmong, ["systems": choices.map(\.name).joined(separator: ", ")])
    }
    return [line] + [among].compactMap(\.self)
  }

  private func holdings(_ holdings: [DemoResult.Holding]) -> [String] {
    guard !holdings.isEmpty else { return ["  " + texts(DemoText.demoHoldsNothing)] }
    return holdings.map { holding in
      if let money = try? Money(json: holding.value) {
        return "  " + texts(DemoText.demoHoldsMoney, ["amount": texts.price(money)])
      }
      return "  " + texts(DemoText.demoHoldsGoods, ["digest": (try? String(json: holding.value)) ?? ""])
    }
  }
}
