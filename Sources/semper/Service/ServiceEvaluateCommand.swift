import ArgumentParser
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperTerms

/// `semper service evaluate PACKAGE …`: an evaluator's signed verdict on a service.
struct ServiceEvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Check the terms of a package, and sign what you say about them.",
    discussion: """
      The terms are checked anew, and the evaluation names the checker and its report. Where the checker finds an error only
      “unfair” can be said. A directory distributes the evaluation beside your status list (semper service status).
      """)

  @Argument(help: "The package of the service, as the seller publishes it.")
  var package: String
  @Option(help: "The evaluator's home; made at the first start.")
  var home: String
  @Option(help: "What you say: fair, cautions or unfair.")
  var grade: Grade
  @Option(help: "A remark for people, as LANGUAGE=TEXT. May be repeated.")
  var remark: [String] = []
  @Option(help: "For how long you stand by it.")
  var lifetime = Span(seconds: 180 * 86_400)
  @Option(help: "The file that the evaluation is written to.")
  var output: String
  @Option(help: "A file for the checker's report.")
  var report: String?

  func run() async throws {
    let service = try UnverifiedPackage(bytes: DirectoryFiles.read(package))
    let report = try TermsChecker.report(on: Self.authored(service.terms))
    if report.worst == .error, grade != .unfair {
      throw ValidationError("the checker finds errors in these terms (semper service check); only “unfair” can be said")
    }
    let remarks = try Self.remarks(remark)
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let evaluation = try await signer.evaluation(
      of: service.service, checker: TermsReport.checker, report: Digest(of: report.canonicalBytes, for: .document),
      grade: grade, remarks: remarks, at: SystemTime().now(), for: lifetime)
    if let file = self.report { try DirectoryFiles.write(report.canonicalBytes, to: file) }
    try DirectoryFiles.write(evaluation.canonicalBytes, to: output)
    Output.line("\(evaluation.digest)")
  }

  /// The terms as their author wrote them.
  private static func authored(_ terms: SignedStatement) throws -> JSON {
    guard let object = try CanonicalJSON.parse(terms.payload).object else {
      throw CodingError(.wrongType, "terms are an object")
    }
    return .object(object.without(["kind", "seller", "signers", "v"]))
  }

  private static func remarks(_ words: [String]) throws -> [LanguageTag: HumanText] {
    var remarks = [LanguageTag: HumanText]()
    for word in words {
      guard let sign = word.firstIndex(of: "="), let language = try? LanguageTag(String(word[..<sign])),
        let text = try? HumanText(String(word[word.index(after: sign)...])), remarks[language] == nil
      else { throw ValidationError("“\(word)” is no remark; write one for each language, as in de=Fristen beachten") }
      remarks[language] = text
    }
    return remarks
  }
}
