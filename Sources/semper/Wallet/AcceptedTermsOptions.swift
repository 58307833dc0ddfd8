import ArgumentParser
import SemperModel
import SemperTrustedUI
import SemperWallet

/// The terms that a person has read, and what she risks under them.
struct AcceptedTermsOptions: ParsableArguments {
  @Option(
    help:
      "Take part under these terms, by their digest, though nobody whom you trust has evaluated them: you have read them."
  )
  var acceptTerms: String?
  @Option(help: "With --accept-terms: the most that may be at risk in any state of the deal; else 1000.00.")
  var risk: String?

  func terms(in language: Language) throws -> AcceptedTerms? {
    try acceptTerms.map { text in
      guard let digest = try? Digest(text: text) else {
        throw ValidationError("“\(text.prefix(64))” is no digest of terms; the refusal of the purchase names it.")
      }
      return AcceptedTerms(digest, risk: try risk.map { try TypedAmount($0, in: language).money })
    }
  }
}
