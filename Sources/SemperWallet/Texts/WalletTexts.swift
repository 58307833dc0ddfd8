import Foundation
public import SemperTrustedUI

/// The wallet's words in each language.
public enum WalletTexts {
  private static let wording = Wording(of: .module)
  public static func of(_ language: Language) -> Texts { wording[language] }
}
