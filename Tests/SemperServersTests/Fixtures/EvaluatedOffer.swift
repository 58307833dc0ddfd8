import SemperArchive
import SemperCertification
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperTerms
import SemperWallet

/// An offer whose terms a directory distributes, and an evaluator who has said something of them.
struct EvaluatedOffer: Sendable {
  static let evaluator = "stiftung"

  let found: FoundOffer
  let start: Timestamp
  let key: SigningKey
  let repository: ServiceRepository
  let network: DirectoryTransport
  let root: SignedMetadata<RootMetadata>
  let address: Address
  private let keys: DirectoryKeys

  var service: Digest { found.terms.digest }
  func time(_ hours: Int64) -> Timestamp { start.advanced(by: Span(seconds: hours * 3_600)) }

  /// - Parameter key: the evaluator's.
  init(
    _ found: FoundOffer, at start: Timestamp, next: any Transport, key: SigningKey = SigningKey()
  ) async throws {
    self.found = found
    self.start = start
    self.key = key
    address = try Address("https://directory.test")
    repository = ServiceRepository(records: InMemoryArchive().records)
    network = DirectoryTransport(repository, at: address, next: next)
    let (holder, owner) = (SigningKey(), SigningKey())
    keys = DirectoryKeys(targets: [owner], snapshot: [owner], timestamp: [owner])
    root = try SignedMetadata(
      signing: RootMetadata(
        root: [holder.publicKey], threshold: 1, targets: [owner.publicKey], snapshot: [owner.publicKey],
        timestamp: [owner.publicKey], expires: start.advanced(by: Span(seconds: 700 * 86_400))), with: [holder])
    try await repository.found(root, keys: keys, at: start)
  }

  /// The package as its seller published it.
  func package() throws -> UnverifiedPackage { try UnverifiedPackage(terms: found.terms.signed) }

  /// Publishes the next edition: a package at the place of this service, and the evaluator's file with these statements.
  func publish(
    _ statements: [SignedStatement], as package: [UInt8]? = nil, edition: Int = 1,
    delegatingTo holder: SigningKey? = nil
  ) async throws {
    var contents = [TargetPath: [UInt8]]()
    for statement in statements {
      let path =
        statement.kind == .evaluation
        ? try ServicePath.evaluation(of: service, by: Self.evaluator) : try ServicePath.status(of: Self.evaluator)
      contents[path] = statement.canonicalBytes
    }
    let metadata = TargetsMetadata(
      version: edition, expires: start.advanced(by: Span(seconds: 400 * 86_400)),
      targets: contents.mapValues { ListedTarget($0) })
    let changes = DirectoryChanges(
      contents: [ServicePath.package(service): try package ?? self.package().canonicalBytes],
      delegations: [
        Self.evaluator: try ServicePath.delegation(to: Self.evaluator, keys: [(holder ?? key).publicKey])
      ],
      submissions: [
        DirectoryChanges.Submission(
          of: Self.evaluator, try SignedMetadata(signing: metadata, with: [holder ?? key]), contents: contents)
      ])
    try await repository.publish(changes, keys: keys, at: start)
  }

  /// The next edition with nothing new in it.
  func renew(at time: Timestamp) async throws { try await repository.publish(keys: keys, at: time) }

  func evaluation(
    _ grade: Grade = .fair, of service: Digest? = nil, by key: SigningKey? = nil,
    remarks: [LanguageTag: HumanText] = [:],
    for hours: Int64 = 24 * 90
  ) throws -> SignedStatement {
    let key = key ?? self.key
    return try SignedStatement(
      Evaluation(
        evaluator: key.publicKey, service: service ?? self.service, checker: "semper-check/1.0",
        report: Digest(plain: [1]), grade: grade, remarks: remarks, issued: start, expires: time(hours)),
      signedBy: [key])
  }

  func status(_ number: Int = 1, by key: SigningKey? = nil, withdrawing: [Digest] = []) throws -> SignedStatement {
    let key = key ?? self.key
    return try SignedStatement(
      EvaluationStatus(
        evaluator: key.publicKey, number: number, issued: start, nextUpdate: time(24 * 300),
        withdrawn: withdrawing.map { Withdrawal(of: $0, reason: .overlooked, since: start) }), signedBy: [key])
  }
}
