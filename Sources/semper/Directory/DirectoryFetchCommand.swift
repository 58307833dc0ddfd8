import ArgumentParser
import SemperArchiveSQLite
import SemperCertification
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers

/// `semper directory fetch HOME ADDRESS SERVICE …`: a service, downloaded and judged.
struct DirectoryFetchCommand: AsyncParsableCommand {
  static let isRefused = ExitCode(1)
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Download a service by its digest, and say what its evaluations are worth.",
    discussion: """
      The home keeps what is known of the directory, so that nothing older is believed later. Prints one JSON object. Exits 0 when
      trusted evaluators vouch for the service, and 1 when they do not; the seller's signature is checked when terms are used.
      """)

  @Argument(help: "A home for what is known of the directory; made at the first start.")
  var home: String
  @Argument(help: "Where the directory is served.")
  var address: Address
  @Argument(help: "The digest of the service's terms.")
  var service: Digest
  @Option(help: "The root with which to begin, got another way than from the directory; needed the first time.")
  var root: String?
  // A thumbprint may begin with a hyphen.
  @Option(
    parsing: .unconditionalSingleValue,
    help: "The key of an evaluator that is trusted (its thumbprint). May be repeated.")
  var evaluator: [Thumbprint] = []
  @Option(help: "The file that the package is written to.")
  var output: String

  func run() async throws {
    let home = Home.exists(at: home) ? try Home.openUnattended(at: home) : try Home.createUnattended(at: home)
    defer { try? home.close() }
    let transport = try HTTPClientTransport()
    let found: Result<DownloadedService?, any Error>
    do {
      let client = ServiceDirectoryClient(RemoteDirectory(transport, at: address), records: home.archive.records)
      if let root { try await client.begin(trusting: DirectoryFiles.read(root)) }
      found = .success(try await client.service(service, at: SystemTime().now()))
    } catch {
      found = .failure(error)
    }
    try await transport.shutdown()
    guard let downloaded = try found.get() else {
      throw Refusal(
        .notFound, blame: .provider, "the directory does not have this service; ask its seller where it is published")
    }
    try DirectoryFiles.write(downloaded.package.canonicalBytes, to: output)
    let policy = EvaluationPolicy(trusted: evaluator.map { .key($0) })
    let verdict = EvaluationVerifier(policy: policy).verdict(
      on: service, evaluations: downloaded.evaluations, statuses: downloaded.statuses, at: SystemTime().now())
    Output.json(Self.json(verdict, downloaded))
    if verdict.refusal != nil { throw Self.isRefused }
  }

  private static func json(_ verdict: EvaluationVerdict, _ downloaded: DownloadedService) -> JSON {
    .fields([
      "discounted": .array(verdict.discounted.map { .fields(["evaluation": $0.digest.json, "why": $0.refusal.json]) }),
      "evaluations": .array(
        verdict.counted.map { .fields(["evaluation": $0.digest.json, "says": $0.evaluation.json]) }),
      "grade": verdict.grade?.json, "refusal": verdict.refusal?.json, "service": verdict.service.json,
      "unread": .object(JSONObject(downloaded.unread.map { ($0.key, $0.value.json) })),
    ])
  }
}
