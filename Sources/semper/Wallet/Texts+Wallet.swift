import SemperModel
import SemperTrustedUI
import SemperWallet

extension Texts {
  /// An amount and in how many coins it is.
  func coins(_ amount: Money, _ coins: Int) -> String { count(Int64(coins), "coins", ["amount": price(amount)]) }

  /// Labels with what belongs to them in a column beside them.
  func rows(_ rows: [(WalletText, String)]) -> [String] {
    let widest = rows.map { self($0.0).count }.max() ?? 0
    return rows.map { label, value in
      let label = self(label)
      return label + String(repeating: " ", count: widest - label.count + 3) + value
    }
  }
}
