import ArgumentParser
import SemperCommerce
import SemperEngine
import SemperTrustedUI

/// Whom to believe about who an arbiter is, and in which language to say what it shows.
struct ArbiterTrustOptions: ParsableArguments {
  @Option(help: "A trust list; with it, the arbiter must be certified by an authority in it.")
  var trust: String?
  @OptionGroup var speech: LanguageOptions

  var texts: Texts { CommandTexts.of(speech.language) }
  var isAnchored: Bool { trust != nil }

  func list() throws -> TrustList? { try trust.map(TrustFile.read) }

  /// Who answers, as far as can be checked: refused unless certified where a trust list is given.
  func identity(over client: ArbiterLogClient) async throws -> RoleDescription {
    try await client.identity(trust: list(), at: SystemTime().now())
  }

  /// The arbiter's name, and on whose word.
  func name(_ organisation: String, isAnchored: Bool) -> String {
    texts(isAnchored ? ArbiterText.arbiterCertified : .arbiterOwnWord, ["organisation": organisation])
  }
}
