import ArgumentParser
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperServers
import SemperTerms

/// `semper service sign FILE …`: a seller fixes its terms.
struct ServiceSignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign terms as their seller, and pack them with the legal texts.",
    discussion: """
      Prints the digest by which the service is known from then on: other terms are another service. Hand the package to an
      evaluator (semper service evaluate) and to a directory (semper directory add).
      """)

  @OptionGroup var options: ServiceOptions
  @Option(help: "The seller's home; made at the first start. While a shop runs it has its home: stop it first.")
  var home: String
  @Option(help: "A legal text, as LANGUAGE=FILE. May be repeated.")
  var text: [String] = []
  @Option(help: "The file that the package is written to.")
  var output: String

  func run() async throws {
    let file = try options.read()
    let report = try TermsChecker.report(on: file.authored.json)
    guard report.worst != .error else {
      throw ValidationError(
        "the checker finds errors in these terms (semper service check \(file.path)); correct them first")
    }
    let texts = try Self.texts(text)
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let terms = try await signer.statement { key in
      try TermsOfBusiness(authored: file.authored.json, seller: key.thumbprint)
    }
    let package = try UnverifiedPackage(terms: terms, texts: texts)
    try DirectoryFiles.write(package.canonicalBytes, to: output)
    Output.line("\(package.service)")
  }

  private static func texts(_ words: [String]) throws -> [LanguageTag: LegalText] {
    var texts = [LanguageTag: LegalText]()
    for word in words {
      guard let sign = word.firstIndex(of: "="), let language = try? LanguageTag(String(word[..<sign])),
        texts[language] == nil
      else { throw ValidationError("“\(word)” names no text; write one for each language, as in de=agb.txt") }
      let bytes = try DirectoryFiles.read(String(word[word.index(after: sign)...]))
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ValidationError("\(word) is no text in UTF-8")
      }
      texts[language] = try LegalText(text)
    }
    return texts
  }
}
