import Foundation
import SemperTrustedUI

/// The words of the demonstration and of the check of evidence in each language.
enum CommandTexts {
  private static let wording = Wording(of: .module)
  static func of(_ language: Language) -> Texts { wording[language] }
}
