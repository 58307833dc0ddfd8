@testable import SemperCertification

extension LanguageTag {
  static let english = known("en")
  static let german = known("de")
  static let greek = known("el")

  private static func known(_ text: String) -> LanguageTag {
    do { return try LanguageTag(text) } catch { preconditionFailure("\(error)") }
  }
}
