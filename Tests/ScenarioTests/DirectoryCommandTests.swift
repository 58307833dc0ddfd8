import Foundation
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel
import Testing

/// A directory of services run as its owner, holders of root keys, evaluators and customers do: by commands, each with a home
/// of its own.
@Suite struct DirectoryCommandTests {
  private let folder: URL
  private let evaluator = SigningKey()

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "semper-directory-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  private func run(_ arguments: String..., status: Int32 = 0) throws -> SemperProgram.Run {
    let run = try SemperProgram.run(["directory"] + arguments)
    #expect(run.status == status, "\(arguments): \(run.output)\(run.errors)")
    return run
  }

  /// The public key of a home, as a file.
  private func key(_ home: String) throws -> String {
    try Data(run("key", path(home)).output.utf8).write(to: URL(filePath: path(home + ".pem")))
    return path(home + ".pem")
  }

  private func package(by seller: SigningKey) throws -> UnverifiedPackage {
    try UnverifiedPackage(
      terms: SignedStatement(SomeTerms(seller: seller.thumbprint), signedBy: [seller]),
      texts: [LanguageTag("en"): LegalText("Thirty days.")])
  }

  /// Writes the evaluator's statements on a service.
  private func statements(on service: Digest, at now: Timestamp) throws -> [String] {
    let later = now.advanced(by: Span(seconds: 30 * 86_400))
    let evaluation = try Evaluation(
      evaluator: evaluator.publicKey, service: service, checker: "semper-check/1.0", report: Digest(plain: []),
      grade: .fair, issued: now, expires: later)
    let status = try EvaluationStatus(evaluator: evaluator.publicKey, number: 1, issued: now, nextUpdate: later)
    let files = [
      path("evaluation.json"): try SignedStatement(evaluation, signedBy: [evaluator]),
      path("status.json"): try SignedStatement(status, signedBy: [evaluator]),
    ]
    for (file, statement) in files { try Data(statement.canonicalBytes).write(to: URL(filePath: file)) }
    return files.keys.sorted()
  }

  /// What a customer who trusts the evaluator is told while the directory is served.
  private func fetch(_ home: String, _ service: Digest, trusting: Bool = true, status: Int32) throws -> [String: Any] {
    let server = try RunningProgram(["directory", "serve", "--home", path("directory")])
    let address = try server.address()
    let trust = trusting ? ["--evaluator", evaluator.thumbprint.description] : []
    let run = try SemperProgram.run(
      ["directory", "fetch", path(home), address, service.description, "--root", path("root-1.json"), "--output"]
        + [path("package.json")] + trust)
    server.signal(SIGTERM)
    let end = server.end()
    #expect(end.status == 0, "\(end.said)")
    #expect(run.status == status, "\(run.output)\(run.errors)")
    return try run.object()
  }

  @Test func publishesDelegatesRotatesAndServes() async throws {
    let directory = path("directory")
    let holders = try ["ada", "ben", "cleo"].flatMap { ["--root-key", try key($0)] }
    let root = path("root-1.json")
    let begun = try SemperProgram.run(
      ["directory", "init", directory, "--threshold", "2", "--output", root] + holders)
    #expect(begun.status == 0, "\(begun.errors)")
    try run("sign", path("ada"), root)
    let early = try run("publish", directory, "--root", root, status: 1)
    #expect(early.errors.contains("too-few-signatures"))
    try run("sign", path("cleo"), root)
    try run("publish", directory, "--root", root)

    let service = try package(by: SigningKey())
    try Data(service.canonicalBytes).write(to: URL(filePath: path("offered.json")))
    #expect(try run("add", directory, path("offered.json")).output == "\(service.service)\n")
    let files = try statements(on: service.service, at: SystemTime().now())
    let submitted = try SemperProgram.run(
      ["directory", "submission", path("stiftung"), "stiftung", "--number", "1", "--output", path("submission.json")]
        + files)
    #expect(submitted.status == 0, "\(submitted.errors)")
    let wrong = try run(
      "delegate", directory, "stiftung", path("submission.json"), "--key", path("ada.pem"), status: 1)
    #expect(wrong.errors.contains("too-few-signatures"))
    try run("delegate", directory, "stiftung", path("submission.json"), "--key", key("stiftung"))

    let found = try fetch("customer", service.service, status: 0)
    #expect(found["grade"] as? String == "fair" && found["refusal"] == nil)
    #expect(try UnverifiedPackage(bytes: Array(Data(contentsOf: URL(filePath: path("package.json"))))) == service)
    let untrusting = try fetch("customer", service.service, trusting: false, status: 1)
    #expect((untrusting["refusal"] as? [String: Any])?["code"] as? String == "not-evaluated")

    try run(
      "rotate", directory, "--renew", "timestamp", "--renew", "snapshot", "--output", path("root-2.json"))
    try run("sign", path("ben"), path("root-2.json"))
    try run("sign", path("ada"), path("root-2.json"))
    try run("publish", directory, "--root", path("root-2.json"), "--end", "stiftung")
    let gone = try fetch("customer", service.service, status: 1)
    #expect((gone["evaluations"] as? [Any])?.isEmpty == true)
    try FileManager.default.removeItem(at: folder)
  }
}

/// Terms of business of which this test knows no more than that a seller has signed them.
private struct SomeTerms: StatementContent {
  static let kind = StatementKind.terms
  let seller: Thumbprint
  var signers: [Thumbprint] { [seller] }
  var json: JSON { .fields(["seller": seller.json]) }

  init(seller: Thumbprint) { self.seller = seller }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    seller = try fields.value("seller")
    try fields.close()
  }
}
