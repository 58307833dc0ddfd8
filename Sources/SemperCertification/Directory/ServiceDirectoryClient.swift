public import SemperArchive
import SemperCryptography
public import SemperModel

/// Downloads services from a directory that is not trusted for its word: the client workflow of The Update Framework (section 5
/// of its specification), with what it believes kept in `Records`, a transaction for each step.
///
/// Nothing is taken on a mirror's word, nothing newer is taken silently into a deal: this only fetches what is asked for by its
/// digest. Throws `Refusal`s as `TrustedDirectory` says, `TransportError` where nobody answers, and `ArchiveError`.
public struct ServiceDirectoryClient: Sendable {
  private let source: any DirectorySource
  private let trust: TrustRecords
  private let copies: ContentCopies
  private let limits: DirectoryLimits
  /// Whether only what is kept here is looked at.
  private let isKept: Bool

  public init(_ source: any DirectorySource, records: any Records, limits: DirectoryLimits = DirectoryLimits()) {
    self.source = source
    trust = TrustRecords(records: records)
    copies = ContentCopies(records: records)
    self.limits = limits
    isKept = false
  }

  private init(keptBy client: ServiceDirectoryClient) {
    source = UnreachedDirectory()
    (trust, copies, limits) = (client.trust, client.copies, client.limits)
    isKept = true
  }

  /// The same directory as it was when it was last looked at, for when it does not answer: asks nobody, and believes what is kept for
  /// as long as the timestamp that was last seen. Refuses (`unavailable`) what no copy is kept of.
  public var kept: ServiceDirectoryClient { ServiceDirectoryClient(keptBy: self) }

  /// What is trusted of the directory now, without asking it; `nil` where none is trusted.
  public func trusted() async throws -> TrustedDirectory? { try await trust.load()?.directory }

  /// Trusts no directory any more, and forgets what was known of it: also which files were the newest. Only for its owner to do.
  public func forget() async throws { try await trust.forget() }

  /// Begins to trust a directory, by a root that came another way than from itself. The root that it was begun with, again,
  /// changes nothing; another one is refused (`idReused`, blame on us).
  public func begin(trusting root: [UInt8]) async throws {
    guard root.count <= limits.root else {
      throw Refusal(.tooLarge, blame: .provider, "a root has at most \(limits.root) bytes")
    }
    try await trust.begin(TrustedDirectory(trusting: root))
  }

  /// Brings what is trusted up to date and returns it. What was learned before a refusal stays learned.
  ///
  /// - Parameter time: the time of the whole refresh; nothing that has run out by then is believed.
  @discardableResult
  public func refresh(at time: Timestamp) async throws -> TrustedDirectory { try await refreshed(at: time).directory }

  /// What the directory distributes at a path; `nil` where nobody who may has listed anything.
  public func content(at path: TargetPath, at time: Timestamp) async throws -> [UInt8]? {
    var stored = try await refreshed(at: time)
    return try await content(at: path, &stored, time)
  }

  /// A service with all that evaluators say about it, from one edition of the directory; `nil` for one that it does not have.
  ///
  /// An evaluator whose part is broken, revoked or out of date is passed over and named.
  public func service(_ service: Digest, at time: Timestamp) async throws -> DownloadedService? {
    var stored = try await refreshed(at: time)
    guard let bytes = try await content(at: ServicePath.package(service), &stored, time) else { return nil }
    let package = try UnverifiedPackage(bytes: bytes)
    guard package.service == service else {
      throw Refusal(
        .notAsListed, blame: .provider, "the directory has another service under this digest; tell who runs it")
    }
    var (evaluations, statuses) = ([SignedStatement](), [SignedStatement]())
    var unread = [String: Refusal]()
    let delegations = try await targets(try top(stored), &stored, time).content.delegations
    for name in delegations.prefix(limits.delegations).map(\.name) {
      do {
        let evaluation = try await statement(at: ServicePath.evaluation(of: service, by: name), &stored, time)
        guard let evaluation else { continue }
        evaluations.append(evaluation)
        if let status = try await statement(at: ServicePath.status(of: name), &stored, time) { statuses.append(status) }
      } catch let refusal as Refusal {
        unread[name] = refusal
      }
    }
    return DownloadedService(package: package, evaluations: evaluations, statuses: statuses, unread: unread)
  }

  private func refreshed(at time: Timestamp) async throws -> TrustRecords.Stored {
    guard var stored = try await trust.load() else {
      throw Refusal(.untrusted, blame: .us, "no directory is trusted here; begin with its root")
    }
    guard !isKept else { return stored }
    for _ in 0..<limits.rotations {
      let next = stored.directory.root.content.version + 1
      guard let bytes = try await source.file("metadata/\(next).root.json", largest: limits.root) else { break }
      var directory = stored.directory
      try directory.accept(root: bytes)
      stored = try await trust.save(directory, after: stored)
    }
    try stored.directory.requireRoot(at: time)

    var directory = stored.directory
    let newest = try await required("metadata/timestamp.json", limits.timestamp)
    try directory.accept(timestamp: newest, at: time)
    stored = try await trust.save(directory, after: stored)

    if let listed = try directory.missingSnapshot(at: time) {
      let largest = min(listed.length ?? limits.snapshot, limits.snapshot)
      let bytes = try await required("metadata/\(name("snapshot", listed, directory))", largest)
      try directory.accept(snapshot: bytes, at: time)
      stored = try await trust.save(directory, after: stored)
    }
    _ = try await targets(try top(stored), &stored, time)
    return stored
  }

  private func top(_ stored: TrustRecords.Stored) throws(Refusal) -> TrustedDirectory.Delegator {
    guard let top = stored.directory.topDelegator else {
      throw Refusal(.tooFewSignatures, blame: .provider, "the root names nobody for “targets”")
    }
    return top
  }

  /// A role's file, from what is kept or from the directory.
  private func targets(
    _ by: TrustedDirectory.Delegator, _ stored: inout TrustRecords.Stored, _ time: Timestamp
  ) async throws -> SignedMetadata<TargetsMetadata> {
    if let known = try stored.directory.currentTargets(by, at: time) { return known }
    var directory = stored.directory
    let listed = try directory.listing(of: by.name, at: time)
    let largest = min(listed.length ?? limits.targets, limits.targets)
    let bytes = try await required("metadata/\(name(by.name, listed, directory))", largest)
    try directory.accept(targets: bytes, by, at: time)
    stored = try await trust.save(directory, after: stored)
    guard let known = directory.targets[by.name] else { preconditionFailure("it has just been accepted") }
    return known
  }

  /// 5.6.7: roles are asked in the order of their delegation, each before those after it; a terminating delegation ends the
  /// search with itself, and no role is asked twice.
  private func listing(
    of path: TargetPath, _ stored: inout TrustRecords.Stored, _ time: Timestamp
  ) async throws -> ListedTarget? {
    var pending = [try top(stored)]
    var asked = Set<String>()
    while let by = pending.popLast() {
      guard asked.insert(by.name).inserted else { continue }
      guard asked.count <= limits.delegations else {
        throw Refusal(
          .tooLarge, blame: .provider,
          "the directory has more than \(limits.delegations) roles asked for \(path); tell who runs it")
      }
      let content = try await targets(by, &stored, time).content
      if let found = content.targets[path] { return found }
      var next = [TrustedDirectory.Delegator]()
      for delegation in content.delegations where delegation.covers(path) {
        next.append(
          TrustedDirectory.Delegator(name: delegation.name, holders: delegation.holders, keys: content.keys))
        if delegation.isTerminating {
          pending = []
          break
        }
      }
      pending += next.reversed()
    }
    return nil
  }

  private func content(
    at path: TargetPath, _ stored: inout TrustRecords.Stored, _ time: Timestamp
  ) async throws -> [UInt8]? {
    guard let listed = try await listing(of: path, &stored, time) else { return nil }
    guard listed.length <= limits.content else {
      throw Refusal(
        .tooLarge, blame: .provider, "\(path) has \(listed.length) bytes, and \(limits.content) are accepted")
    }
    if isKept, let bytes = try await copies.content(listed) {
      try listed.check(bytes, path)
      return bytes
    }
    let name = stored.directory.root.content.isConsistent ? path.prefixed(by: listed.hash) : path.text
    let bytes = try await required("targets/\(name)", listed.length)
    try listed.check(bytes, path)
    try await copies.keep(bytes, of: listed)
    return bytes
  }

  private func statement(
    at path: TargetPath, _ stored: inout TrustRecords.Stored, _ time: Timestamp
  ) async throws -> SignedStatement? {
    guard let bytes = try await content(at: path, &stored, time) else { return nil }
    do { return try SignedStatement(bytes: bytes) } catch {
      throw Refusal(.malformed, blame: .peer, "\(path) is no signed statement: \(error); tell the evaluator")
    }
  }

  private func required(_ path: String, _ largest: Int) async throws -> [UInt8] {
    guard let bytes = try await source.file(path, largest: largest) else {
      throw Refusal(
        .notAsListed, blame: .provider, "\(path) is missing from the directory; ask another mirror, or again later")
    }
    return bytes
  }

  private func name(_ role: String, _ listed: ListedFile, _ directory: TrustedDirectory) -> String {
    directory.root.content.isConsistent ? "\(listed.version).\(role).json" : "\(role).json"
  }
}
