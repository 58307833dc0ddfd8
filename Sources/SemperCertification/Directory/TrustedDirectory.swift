public import SemperModel

/// What a client trusts of a directory, and the only way in which that changes: the rules of section 5 of The Update Framework's
/// specification, as a pure value.
///
/// Each `accept` takes a file as it came and either refuses it and changes nothing, or believes it. A client asks for them in
/// the order root, timestamp, snapshot, targets. All refusals have their blame on the provider: whoever answers for the directory,
/// or stands between.
public struct TrustedDirectory: Sendable, Equatable {
  public private(set) var root: SignedMetadata<RootMetadata>
  public private(set) var timestamp: SignedMetadata<TimestampMetadata>?
  public private(set) var snapshot: SignedMetadata<SnapshotMetadata>?
  /// By the name of the role, as last accepted. They count as far as the snapshot lists them.
  public private(set) var targets: [String: SignedMetadata<TargetsMetadata>] = [:]

  /// Begins with a root that came another way, such as with this program. It must be signed by its own keys; its expiry does not
  /// matter, since a later root may be there.
  public init(trusting root: [UInt8]) throws(Refusal) {
    let root = try SignedMetadata<RootMetadata>(reading: root)
    try root.requireSigned(by: .root, of: root.content)
    self.root = root
  }

  /// What was trusted before and stored, so that nothing is verified again but the form.
  init(
    root: [UInt8], timestamp: [UInt8]?, snapshot: [UInt8]?, targets: [String: [UInt8]]
  ) throws(Refusal) {
    self.root = try SignedMetadata(reading: root)
    if let timestamp { self.timestamp = try SignedMetadata(reading: timestamp) }
    if let snapshot { self.snapshot = try SignedMetadata(reading: snapshot) }
    for (name, bytes) in targets { self.targets[name] = try SignedMetadata(reading: bytes) }
  }

  /// 5.3.4 to 5.3.8, and 5.3.11: where the keys of timestamp or snapshot change, what they have signed is forgotten, so that
  /// version numbers that a thief has driven up are too.
  ///
  /// Refuses `malformed`, `tooFewSignatures` (of the old root's keys, or of the new one's), `rolledBack`.
  public mutating func accept(root bytes: [UInt8]) throws(Refusal) {
    let next = try SignedMetadata<RootMetadata>(reading: bytes)
    try next.requireSigned(by: .root, of: root.content)
    try next.requireSigned(by: .root, of: next.content)
    guard next.content.version == root.content.version + 1 else {
      throw Refusal(
        .rolledBack, blame: .provider,
        "the directory shows root \(next.content.version) after root \(root.content.version); ask another mirror")
    }
    let changed = [TopRole.timestamp, .snapshot].contains { next.content.roles[$0] != root.content.roles[$0] }
    root = next
    if changed { (timestamp, snapshot) = (nil, nil) }
  }

  /// 5.3.10. Refuses `expired`.
  public func requireRoot(at time: Timestamp) throws(Refusal) { try root.requireInForce(at: time, "root") }

  /// 5.4.2 to 5.4.5. The same version again is no news and changes nothing.
  ///
  /// Refuses `malformed`, `tooFewSignatures`, `rolledBack` (of itself, or of the snapshot that it names), `expired`.
  public mutating func accept(timestamp bytes: [UInt8], at time: Timestamp) throws(Refusal) {
    try requireRoot(at: time)
    let next = try SignedMetadata<TimestampMetadata>(reading: bytes)
    try next.requireSigned(by: .timestamp, of: root.content)
    if let timestamp {
      try Self.requireGrowth("timestamp", timestamp.content.version, next.content.version)
      guard next.content.version != timestamp.content.version else {
        return try timestamp.requireInForce(at: time, "timestamp")
      }
      try Self.requireGrowth("snapshot", timestamp.content.snapshot.version, next.content.snapshot.version)
    }
    if let snapshot {
      try Self.requireGrowth("snapshot", snapshot.content.version, next.content.snapshot.version)
    }
    try next.requireInForce(at: time, "timestamp")
    timestamp = next
  }

  /// The listing of a snapshot that is needed and not here, or out of force; `nil` when the one that is here will do.
  func missingSnapshot(at time: Timestamp) throws(Refusal) -> ListedFile? {
    let listed = try currentTimestamp(at: time).content.snapshot
    guard let snapshot, snapshot.content.version == listed.version,
      (try? snapshot.requireInForce(at: time, "snapshot")) != nil,
      (try? snapshot.requireSigned(by: .snapshot, of: root.content)) != nil
    else { return listed }
    return nil
  }

  /// 5.5.2 to 5.5.7.
  ///
  /// Refuses `notAsListed` (not the snapshot that the timestamp names), `malformed`, `tooFewSignatures`, `rolledBack` (a file of
  /// targets is gone or older), `expired`.
  public mutating func accept(snapshot bytes: [UInt8], at time: Timestamp) throws(Refusal) {
    let listed = try currentTimestamp(at: time).content.snapshot
    try listed.check(bytes, "snapshot")
    let next = try SignedMetadata<SnapshotMetadata>(reading: bytes)
    try next.requireSigned(by: .snapshot, of: root.content)
    try Self.requireVersion("snapshot", listed, next.content.version)
    for (name, known) in (snapshot?.content.files ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let file = next.content.files[name] else {
        throw Refusal(
          .rolledBack, blame: .provider, "the directory's snapshot no longer lists “\(name)”; ask another mirror")
      }
      try Self.requireGrowth(name, known.version, file.version)
    }
    try next.requireInForce(at: time, "snapshot")
    snapshot = next
  }

  /// Who may sign a file of targets: the root for the first, the delegating file for another.
  struct Delegator: Sendable {
    let name: String
    let holders: KeyHolders
    let keys: [DirectoryKey]
  }

  var topDelegator: Delegator? {
    root.content.roles[.targets].map {
      Delegator(name: TopRole.targets.rawValue, holders: $0, keys: root.content.keys)
    }
  }

  /// A file of targets that is here and that the snapshot lists; `nil` when it has to be fetched.
  func currentTargets(_ by: Delegator, at time: Timestamp) throws(Refusal) -> SignedMetadata<TargetsMetadata>? {
    let listed = try listing(of: by.name, at: time)
    guard let known = targets[by.name], (try? checked(known, listed, by, time)) != nil else { return nil }
    return known
  }

  /// How the snapshot lists a file of targets. Refuses `notAsListed` for one that it does not list.
  func listing(of name: String, at time: Timestamp) throws(Refusal) -> ListedFile {
    guard let snapshot, try currentTimestamp(at: time).content.snapshot.version == snapshot.content.version else {
      throw Refusal(.notAsListed, blame: .provider, "the directory's snapshot is not the one that its timestamp names")
    }
    try snapshot.requireInForce(at: time, "snapshot")
    guard let listed = snapshot.content.files[name] else {
      throw Refusal(
        .notAsListed, blame: .provider,
        "the directory delegates to “\(name)”, which its snapshot does not list; tell who runs the directory")
    }
    return listed
  }

  /// 5.6.2 to 5.6.6. Refuses `notAsListed`, `malformed`, `tooFewSignatures`, `expired`.
  mutating func accept(targets bytes: [UInt8], _ by: Delegator, at time: Timestamp) throws(Refusal) {
    let listed = try listing(of: by.name, at: time)
    try listed.check(bytes, by.name)
    let next = try SignedMetadata<TargetsMetadata>(reading: bytes)
    try checked(next, listed, by, time)
    targets[by.name] = next
  }

  private func checked(
    _ metadata: SignedMetadata<TargetsMetadata>, _ listed: ListedFile, _ by: Delegator, _ time: Timestamp
  ) throws(Refusal) {
    try listed.check(metadata.bytes, by.name)
    try metadata.requireSigned(by: by.holders, among: by.keys)
    try Self.requireVersion(by.name, listed, metadata.content.version)
    try metadata.requireInForce(at: time, "file of “\(by.name)”")
  }

  private func currentTimestamp(at time: Timestamp) throws(Refusal) -> SignedMetadata<TimestampMetadata> {
    try requireRoot(at: time)
    guard let timestamp else {
      throw Refusal(.notAsListed, blame: .provider, "the directory's timestamp has not been seen yet; refresh first")
    }
    try timestamp.requireInForce(at: time, "timestamp")
    return timestamp
  }

  private static func requireGrowth(_ name: String, _ known: Int, _ shown: Int) throws(Refusal) {
    guard shown >= known else {
      throw Refusal(
        .rolledBack, blame: .provider,
        "the directory shows version \(shown) of “\(name)”, and version \(known) was seen before; ask another mirror")
    }
  }

  private static func requireVersion(_ name: String, _ listed: ListedFile, _ shown: Int) throws(Refusal) {
    guard shown == listed.version else {
      throw Refusal(
        .notAsListed, blame: .provider,
        "the directory shows version \(shown) of “\(name)”, and its newest files name version \(listed.version); files of different editions were mixed"
      )
    }
  }
}
