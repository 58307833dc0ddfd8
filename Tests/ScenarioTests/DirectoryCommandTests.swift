import Foundation
import Testing

/// A service goes from its author over an evaluator and a directory to a customer, and each of them is a person with commands and
/// a home of its own.
@Suite struct DirectoryCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "semper-directory-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  /// The line that a command prints.
  @discardableResult
  private func run(_ arguments: [String], status: Int32 = 0) throws -> SemperProgram.Run {
    let run = try SemperProgram.run(arguments)
    #expect(run.status == status, "\(arguments): \(run.output)\(run.errors)")
    return run
  }

  private func line(_ arguments: String...) throws -> String {
    try run(arguments).output.trimmingCharacters(in: .newlines)
  }

  private func refused(_ code: String, _ arguments: String...) throws {
    let errors = try run(arguments, status: 1).errors
    #expect(errors.contains(code), "\(errors)")
  }

  /// The public key of a home, as a file.
  private func key(_ home: String) throws -> String {
    try Data(line("directory", "key", path(home)).utf8).write(to: URL(filePath: path(home + ".pem")))
    return path(home + ".pem")
  }

  /// What a customer who trusts these evaluators is told while the directory is served.
  private func fetch(_ service: String, trusting evaluators: [String], status: Int32) throws -> [String: Any] {
    let server = try RunningProgram(["directory", "serve", "--home", path("directory")])
    let found = try run(
      [
        "directory", "fetch", path("customer"), try server.address(), service, "--root", path("root-1.json"),
        "--output",
      ]
        + [path("fetched.json")] + evaluators.flatMap { ["--evaluator", $0] }, status: status)
    server.signal(SIGTERM)
    let end = server.end()
    #expect(end.status == 0, "\(end.said)")
    return try found.object()
  }

  /// Two of three holders sign, one after another.
  private func found() throws {
    let holders = try ["ada", "ben", "cleo"].flatMap { ["--root-key", try key($0)] }
    let root = path("root-1.json")
    try run(["directory", "init", path("directory"), "--threshold", "2", "--output", root] + holders)
    _ = try line("directory", "sign", path("ada"), root)
    try refused("too-few-signatures", "directory", "publish", path("directory"), "--root", root)
    _ = try line("directory", "sign", path("cleo"), root)
    _ = try line("directory", "publish", path("directory"), "--root", root)
  }

  /// The seller signs its terms with a legal text.
  private func signed() throws -> String {
    try Data("Thirty days.\n".utf8).write(to: URL(filePath: path("legal.txt")))
    let terms = "services/online-purchase-of-information/terms.json"
    return try line(
      "service", "sign", terms, "--home", path("seller"), "--text", "en=" + path("legal.txt"), "--output",
      path("package.json"))
  }

  @Test func aServiceIsSignedEvaluatedPublishedAndFetched() throws {
    try found()
    let service = try signed()
    #expect(try line("directory", "add", path("directory"), path("package.json")) == service)
    let stiftung = path("stiftung")
    let evaluation = try line(
      "service", "evaluate", path("package.json"), "--home", stiftung, "--grade", "fair", "--remark",
      "en=Nothing to say.",
      "--output", path("evaluation.json"), "--report", path("report.json"))
    _ = try line("service", "status", "--home", stiftung, "--output", path("status-1.json"))
    func submit(_ number: String, _ status: String) throws {
      _ = try line(
        "directory", "submission", stiftung, "stiftung", path("evaluation.json"), path(status), "--number", number,
        "--output", path("submission.json"))
    }
    try submit("1", "status-1.json")
    try refused(
      "too-few-signatures", "directory", "delegate", path("directory"), "stiftung", path("submission.json"), "--key",
      path("ada.pem"))
    _ = try line(
      "directory", "delegate", path("directory"), "stiftung", path("submission.json"), "--key", try key("stiftung"))

    let evaluator = try line("directory", "key", stiftung, "--thumbprint")
    let fair = try fetch(service, trusting: [evaluator], status: 0)
    #expect(fair["grade"] as? String == "fair" && fair["refusal"] == nil)
    #expect(
      try Data(contentsOf: URL(filePath: path("fetched.json"))) == Data(contentsOf: URL(filePath: path("package.json")))
    )
    let unknown = try fetch(service, trusting: [], status: 1)
    #expect((unknown["refusal"] as? [String: Any])?["code"] as? String == "not-evaluated")

    // The evaluator finds that it was wrong.
    _ = try line(
      "service", "status", "--home", stiftung, "--after", path("status-1.json"), "--withdraw", evaluation, "--reason",
      "overlooked", "--output", path("status-2.json"))
    try submit("2", "status-2.json")
    _ = try line("directory", "publish", path("directory"), path("submission.json"))
    let withdrawn = try fetch(service, trusting: [evaluator], status: 1)
    let discounted = try #require((withdrawn["discounted"] as? [[String: Any]])?.first)
    #expect((discounted["why"] as? [String: Any])?["code"] as? String == "withdrawn")

    // Keys were stolen: others come with the next root, and the evaluator goes.
    let root = path("root-2.json")
    _ = try line(
      "directory", "rotate", path("directory"), "--renew", "timestamp", "--renew", "snapshot", "--output", root)
    _ = try line("directory", "sign", path("ben"), root)
    _ = try line("directory", "sign", path("ada"), root)
    _ = try line("directory", "publish", path("directory"), "--root", root, "--end", "stiftung")
    let gone = try fetch(service, trusting: [evaluator], status: 1)
    #expect((gone["discounted"] as? [Any])?.isEmpty == true)
    try FileManager.default.removeItem(at: folder)
  }

  /// What nobody could certify is not published, and no directory is made by a wrong name.
  @Test func onlySoundTermsArePublishedAndOnlyInADirectory() throws {
    _ = try signed()
    let nowhere = try run(
      ["service", "publish", path("package.json"), "--directory", path("nowhere")], status: 1)
    #expect(nowhere.errors.contains("there is no directory"), "\(nowhere.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("nowhere")))
    try found()
    let text = try run(
      ["service", "publish", path("package.json"), path("legal.txt"), "--directory", path("directory")], status: 2)
    #expect(text.errors.contains("semper service sign") && text.output.isEmpty)
    try spoil(path("package.json"), to: path("endless.json"))
    let endless = try run(
      ["service", "publish", path("package.json"), path("endless.json"), "--directory", path("directory")], status: 2)
    #expect(endless.errors.contains("errors in these terms"), "\(endless.errors)")
    // Nothing was published of them.
    let first = try run(["service", "publish", path("package.json"), "--directory", path("directory"), "--json"])
      .object()
    #expect((first["services"] as? [[String: Any]])?.first?["new"] as? Bool == true)
    try FileManager.default.removeItem(at: folder)
  }

  /// The package with terms by which a deal lasts longer than they allow.
  private func spoil(_ package: String, to other: String) throws {
    let script = """
      import base64, json, sys
      def dump(value): return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
      package = json.load(open(sys.argv[1]))
      text = package["terms"]["payload"]
      payload = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
      payload["limits"]["maxDuration"] = "PT1H"
      package["terms"]["payload"] = base64.urlsafe_b64encode(dump(payload)).rstrip(b"=").decode()
      open(sys.argv[2], "wb").write(dump(package))
      """
    let spoiled = try SemperProgram.run(["python3", "-c", script, package, other], program: "/usr/bin/env")
    #expect(spoiled.status == 0, "\(spoiled.errors)")
  }
}
