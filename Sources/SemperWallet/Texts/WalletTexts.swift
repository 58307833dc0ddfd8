import Foundation
public import SemperTerms
public import SemperTrustedUI

/// The wallet's words in each language.
public enum WalletTexts {
  private static let wording = Wording(of: .module)
  public static func of(_ language: Language) -> Texts { wording[language] }
}

extension Texts {
  /// A text by its name, as it is said to one side: a seller has a shop where a buyer has a wallet.
  public func text(_ name: String, to side: DealSide) -> String {
    let own = "till.\(name)"
    return side == .seller && words[own] != nil ? text(own) : text(name)
  }
}
