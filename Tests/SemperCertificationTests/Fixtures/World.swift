import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel

@testable import SemperCertification

/// A directory with a seller's service and an evaluator's verdict on it, and a customer's client before a mirror.
struct World: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)
  static func time(_ hours: Int) -> Timestamp { Timestamp(seconds: start.seconds + Int64(hours) * 3600) }
  static let evaluator = "stiftung"

  let rootKeys = (0..<3).map { _ in SigningKey() }
  let targetsKey = SigningKey()
  let snapshotKey = SigningKey(.ed25519)
  let timestampKey = SigningKey()
  let evaluatorKey = SigningKey(.ed25519)
  let sellerKey = SigningKey()
  let root: SignedMetadata<RootMetadata>
  let repository: ServiceRepository
  let mirror: Mirror
  /// The customer's home.
  let home = InMemoryArchive()
  let package: UnverifiedPackage
  /// What the evaluator has published: its verdict and its list of withdrawn ones.
  let evaluated: [TargetPath: [UInt8]]

  var keys: DirectoryKeys {
    DirectoryKeys(targets: [targetsKey], snapshot: [snapshotKey], timestamp: [timestampKey])
  }
  var client: ServiceDirectoryClient { client(on: home) }
  func client(on home: InMemoryArchive) -> ServiceDirectoryClient {
    ServiceDirectoryClient(mirror, records: home.records)
  }
  var packagePath: TargetPath { ServicePath.package(package.service) }

  private init(in archive: InMemoryArchive) throws {
    repository = ServiceRepository(records: archive.records)
    mirror = Mirror(of: repository)
    package = try UnverifiedPackage(
      terms: SomeTerms.signed("thirty days", by: sellerKey), texts: [.german: LegalText("Dreißig Tage.\nNicht länger.")]
    )
    let content = try RootMetadata(
      root: rootKeys.map(\.publicKey), threshold: 2, targets: [targetsKey.publicKey], snapshot: [snapshotKey.publicKey],
      timestamp: [timestampKey.publicKey], expires: Self.time(24 * 365))
    root = try SignedMetadata(signing: content, with: Array(rootKeys[..<2]))
    evaluated = try Self.evaluated(package.service, by: evaluatorKey)
  }

  /// Founded, with the service, the evaluator and its verdict published, and trusted by a client that has not looked yet.
  static func open(in archive: InMemoryArchive = InMemoryArchive()) async throws -> World {
    let world = try World(in: archive)
    try await world.repository.found(world.root, keys: world.keys, at: start)
    try await world.repository.publish(try world.opening(), keys: world.keys, at: start)
    try await world.client.begin(trusting: world.root.bytes)
    return world
  }

  func opening() throws -> DirectoryChanges {
    let delegation = try ServicePath.delegation(to: Self.evaluator, keys: [evaluatorKey.publicKey])
    return DirectoryChanges(
      contents: [packagePath: package.canonicalBytes], delegations: [Self.evaluator: delegation],
      submissions: [try submission(version: 1, evaluated)])
  }

  private static func evaluated(
    _ service: Digest, by key: SigningKey
  ) throws -> [TargetPath: [UInt8]] {
    let evaluation = try Evaluation(
      evaluator: key.publicKey, service: service, checker: "semper-check/1.0", report: Digest(plain: [1]), grade: .fair,
      remarks: [.english: HumanText("Nothing to say.")], issued: start, expires: time(24 * 180))
    return [
      try ServicePath.evaluation(of: service, by: evaluator):
        try SignedStatement(evaluation, signedBy: [key]).canonicalBytes,
      try ServicePath.status(of: evaluator): try status(1, by: key).canonicalBytes,
    ]
  }

  static func status(
    _ number: Int, by key: SigningKey, withdrawing: [Withdrawal] = [], at hours: Int = 0
  ) throws -> SignedStatement {
    try SignedStatement(
      EvaluationStatus(
        evaluator: key.publicKey, number: number, issued: time(hours), nextUpdate: time(hours + 24 * 30),
        withdrawn: withdrawing), signedBy: [key])
  }

  func submission(
    version: Int, _ contents: [TargetPath: [UInt8]], by key: SigningKey? = nil, until hours: Int = 24 * 60
  ) throws -> DirectoryChanges.Submission {
    let content = TargetsMetadata(
      version: version, expires: Self.time(hours), targets: contents.mapValues { ListedTarget($0) })
    return DirectoryChanges.Submission(
      of: Self.evaluator, try SignedMetadata(signing: content, with: [key ?? evaluatorKey]), contents: contents)
  }

  /// The next root, signed by two of the old keys and by whoever is named.
  func nextRoot(
    _ changed: [TopRole: (keys: [PublicKey], threshold: Int)] = [:], after earlier: SignedMetadata<RootMetadata>? = nil,
    signedBy keys: [SigningKey]? = nil
  ) throws -> SignedMetadata<RootMetadata> {
    let content = try (earlier ?? root).content.next(expires: Self.time(24 * 700), changing: changed)
    return try SignedMetadata(signing: content, with: keys ?? Array(rootKeys[..<2]))
  }

  func edition() async throws -> DirectoryEdition {
    guard let edition = try await repository.edition() else {
      throw ArchiveError(.unavailable, "nothing is published")
    }
    return edition
  }

  /// A timestamp over any snapshot, by whoever has the key.
  func timestamp(_ version: Int, of snapshot: SignedMetadata<SnapshotMetadata>, by key: SigningKey, at hours: Int = 0)
    throws -> SignedMetadata<TimestampMetadata>
  {
    try SignedMetadata(
      signing: TimestampMetadata(version: version, expires: Self.time(hours + 24), snapshot: snapshot), with: [key])
  }

  func snapshot(_ version: Int, _ files: [String: ListedFile], by key: SigningKey) throws
    -> SignedMetadata<SnapshotMetadata>
  {
    try SignedMetadata(
      signing: SnapshotMetadata(version: version, expires: Self.time(24 * 7), files: files), with: [key])
  }

  /// Has the mirror show a snapshot with the timestamp that names it.
  func show(_ snapshot: SignedMetadata<SnapshotMetadata>, _ timestamp: SignedMetadata<TimestampMetadata>) {
    mirror.show(snapshot.bytes, at: "metadata/\(timestamp.content.snapshot.version).snapshot.json")
    mirror.show(timestamp.bytes, at: "metadata/timestamp.json")
  }
}
