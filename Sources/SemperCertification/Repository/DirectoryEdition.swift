import SemperCoding
import SemperCryptography
public import SemperModel

/// One edition of a directory: the files of metadata that belong together. Pure: an edition and a change make the next one,
/// with the files to be written, or are refused.
///
/// The next edition has been read as a client reads it before anybody sees it, so that a wrong key or a forgotten signature
/// never reaches the public.
public struct DirectoryEdition: Sendable, Equatable {
  public let root: SignedMetadata<RootMetadata>
  public let targets: SignedMetadata<TargetsMetadata>
  public let snapshot: SignedMetadata<SnapshotMetadata>
  public let timestamp: SignedMetadata<TimestampMetadata>
  /// Files of delegates by their names. One whose delegation has ended stays listed, because clients refuse a snapshot from
  /// which something has gone; nobody looks into it.
  public let delegates: [String: SignedMetadata<TargetsMetadata>]

  init(
    root: SignedMetadata<RootMetadata>, targets: SignedMetadata<TargetsMetadata>,
    snapshot: SignedMetadata<SnapshotMetadata>, timestamp: SignedMetadata<TimestampMetadata>,
    delegates: [String: SignedMetadata<TargetsMetadata>]
  ) {
    self.root = root
    self.targets = targets
    self.snapshot = snapshot
    self.timestamp = timestamp
    self.delegates = delegates
  }

  /// The first edition, which distributes nothing yet. Throws `CryptographyError` for keys that are none, and refuses what a
  /// client would.
  public init(
    founding root: SignedMetadata<RootMetadata>, keys: DirectoryKeys, lifetimes: DirectoryLifetimes, at now: Timestamp
  ) throws {
    self.root = root
    targets = try SignedMetadata(
      signing: TargetsMetadata(version: 1, expires: now.advanced(by: lifetimes.targets)), with: keys.targets)
    snapshot = try SignedMetadata(
      signing: SnapshotMetadata(
        version: 1, expires: now.advanced(by: lifetimes.snapshot), files: ["targets": ListedFile(targets)]),
      with: keys.snapshot)
    timestamp = try SignedMetadata(
      signing: TimestampMetadata(version: 1, expires: now.advanced(by: lifetimes.timestamp), snapshot: snapshot),
      with: keys.timestamp)
    delegates = [:]
    try requireReadable(from: TrustedDirectory(trusting: root.bytes), at: now)
  }

  /// Refuses what a client refuses of it.
  func requireReadable(from trusted: TrustedDirectory, at now: Timestamp) throws(Refusal) {
    var directory = trusted
    try directory.accept(timestamp: timestamp.bytes, at: now)
    try directory.accept(snapshot: snapshot.bytes, at: now)
    guard let top = directory.topDelegator else {
      throw Refusal(.tooFewSignatures, blame: .us, "the root names nobody for “targets”")
    }
    try directory.accept(targets: targets.bytes, top, at: now)
    for delegation in targets.content.delegations {
      guard let delegate = delegates[delegation.name] else {
        throw Refusal(
          .goodsMissing, blame: .us,
          "nothing is here of “\(delegation.name)” yet; have it sign a file, which may list nothing")
      }
      let by = TrustedDirectory.Delegator(
        name: delegation.name, holders: delegation.holders, keys: targets.content.keys)
      // Whoever lets its own file run out does not stop the directory.
      guard now < delegate.content.expires else { continue }
      try directory.accept(targets: delegate.bytes, by, at: now)
    }
  }

  /// The files of metadata that this edition has and another one has not, by their paths.
  func files(after earlier: DirectoryEdition?) -> [String: [UInt8]] {
    var files = [String: [UInt8]]()
    func add<Content>(_ metadata: SignedMetadata<Content>, _ role: String, _ known: [UInt8]?) {
      if metadata.bytes != known { files["metadata/\(metadata.content.version).\(role).json"] = metadata.bytes }
    }
    add(root, "root", earlier?.root.bytes)
    add(targets, "targets", earlier?.targets.bytes)
    add(snapshot, "snapshot", earlier?.snapshot.bytes)
    for (name, metadata) in delegates { add(metadata, name, earlier?.delegates[name]?.bytes) }
    files["metadata/timestamp.json"] = timestamp.bytes
    return files
  }
}
