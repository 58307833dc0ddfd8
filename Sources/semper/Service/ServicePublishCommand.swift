import ArgumentParser
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperTerms

/// `semper service publish PACKAGE… --directory HOME`: an author's signed terms come where buyers find them.
struct ServicePublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Publish signed terms in a directory, where buyers and evaluators find them.",
    discussion: """
      A package is what semper service sign writes: the terms, which their seller has signed, and the legal texts. The directory may be
      served meanwhile. Says what is there now and what comes next. Exits with 1 if the directory refuses it, and with 2 if a file is
      no package of sound terms; then nothing is published.
      """)

  @Argument(help: "Packages.")
  var packages: [String]
  @Option(help: "The home of the directory.")
  var directory: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let published = try packages.map(Self.read)
    let order = DirectoryOrder(packages: published.map(\.package))
    let receipt = try await DirectoryDesk.carryOut(order, at: directory, now: SystemTime().now())
    let services = zip(published, receipt.isNew).map { published, isNew in
      JSON.fields([
        "file": published.file.json, "new": isNew.json, "service": published.package.service.json,
        "name": published.terms.service.json, "version": published.terms.version.json,
      ])
    }
    guard !json else {
      return Output.json(
        .fields(["directory": directory.json, "edition": receipt.edition.json, "services": .array(services)]))
    }
    for (published, isNew) in zip(published, receipt.isNew) { published.lines(isNew).forEach(Output.line) }
    Output.line("Next:")
    for published in published {
      let evaluate = "semper service evaluate \(ShellWord(published.file)) --home HOME --grade GRADE --output FILE"
      Output.line("  an evaluator says what it finds:  \(evaluate)")
    }
    Output.line("  you sell under these terms:       semper serve shop --home SELLER-HOME --terms FILE …")
    Output.line("  buyers look in the directory:     semper wallet directory pin ADDRESS --root ROOT-FILE")
  }

  /// A package with what its terms say.
  private struct Published {
    let file: String
    let package: UnverifiedPackage
    let terms: TermsOfBusiness

    func lines(_ isNew: Bool) -> [String] {
      let languages = package.texts.keys.sorted().map(\.text).joined(separator: ", ")
      let texts = languages.isEmpty ? "" : ", with legal texts in \(languages)"
      return [
        isNew
          ? "Published: \(terms.service) \(terms.version)\(texts)"
          : "Published before, with these very terms: \(terms.service) \(terms.version)\(texts)",
        "  \(package.service)",
      ]
    }
  }

  /// Refuses, with exit code 2, what is no package, and terms that nobody could certify.
  private static func read(_ file: String) throws -> Published {
    do {
      let package = try DirectoryFiles.package(file)
      let terms = try VerifiedStatement<TermsOfBusiness>.content(of: package.terms)
      guard try TermsChecker.report(on: terms.authored).worst != .error else {
        Output.complaint("\(file): the checker finds errors in these terms; see semper service check")
        throw ServiceFile.unreadable
      }
      return Published(file: file, package: package, terms: terms)
    } catch let refusal as Refusal {
      Output.complaint("\(file): \(refusal.detail). A package is what semper service sign writes.")
      throw ServiceFile.unreadable
    }
  }
}
