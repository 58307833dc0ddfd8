import SemperCoding
import SemperCryptography
public import SemperModel

extension DirectoryEdition {
  /// The edition after this one.
  ///
  /// Refuses, with blame on us or on the delegate (peer): what a client refuses of root, keys and signatures; a submission that
  /// lists paths which are not its delegate's or whose version does not grow; contents that no file lists as they are.
  public func next(
    _ changes: DirectoryChanges, keys: DirectoryKeys, lifetimes: DirectoryLifetimes, at now: Timestamp
  ) throws -> DirectoryEdition {
    // A client that has seen this edition.
    var trusted = try TrustedDirectory(
      root: root.bytes, timestamp: timestamp.bytes, snapshot: snapshot.bytes, targets: [:])
    if let next = changes.root { try trusted.accept(root: next.bytes) }
    let root = trusted.root
    let targets = try nextTargets(changes, root, keys.targets, lifetimes.targets, now)
    let delegates = try nextDelegates(changes.submissions, targets.content, now)
    let snapshot = try nextSnapshot(root, targets, delegates, keys.snapshot, lifetimes.snapshot, now)
    let timestamp = try SignedMetadata(
      signing: TimestampMetadata(
        version: Self.version(after: timestamp.content.version), expires: now.advanced(by: lifetimes.timestamp),
        snapshot: snapshot),
      with: keys.timestamp)
    let edition = DirectoryEdition(
      root: root, targets: targets, snapshot: snapshot, timestamp: timestamp, delegates: delegates)
    try edition.requireReadable(from: trusted, at: now)
    return edition
  }

  /// Signed anew where something changes, where the root's keys do, and while the owner's key is at hand and half its time is
  /// over.
  private func nextTargets(
    _ changes: DirectoryChanges, _ root: SignedMetadata<RootMetadata>, _ keys: [SigningKey], _ lifetime: Span,
    _ now: Timestamp
  ) throws -> SignedMetadata<TargetsMetadata> {
    var listed = targets.content.targets
    for (path, bytes) in changes.contents { listed[path] = bytes.map { ListedTarget($0) } }
    var delegations = targets.content.delegations
    var delegateKeys = Dictionary(uniqueKeysWithValues: targets.content.keys.map { ($0.id, $0) })
    for (name, change) in changes.delegations.sorted(by: { $0.key < $1.key }) {
      guard change.map({ $0.delegation.name == name }) ?? true else {
        throw Refusal(.malformed, blame: .us, "the delegation under “\(name)” has another name")
      }
      let place = delegations.firstIndex { $0.name == name }
      switch (change, place) {
      case (let change?, let place?): delegations[place] = change.delegation
      case (let change?, nil): delegations.append(change.delegation)
      case (nil, let place?): delegations.remove(at: place)
      case (nil, nil): throw Refusal(.notFound, blame: .us, "nothing is delegated to “\(name)”")
      }
      for key in change?.keys ?? [] { delegateKeys[key.id] = key }
    }
    let used = Set(delegations.flatMap(\.holders.ids))
    let content = TargetsMetadata(
      version: Self.version(after: targets.content.version), expires: now.advanced(by: lifetime), targets: listed,
      keys: delegateKeys.values.filter { used.contains($0.id) }.sorted { $0.id < $1.id }, delegations: delegations)
    let isSame = listed == targets.content.targets && delegations == targets.content.delegations
    let isSigned = (try? targets.requireSigned(by: .targets, of: root.content)) != nil
    guard !isSame || !isSigned || (!keys.isEmpty && Self.isHalfOver(targets.content.expires, lifetime, now)) else {
      return targets
    }
    return try SignedMetadata(signing: content, with: keys)
  }

  private func nextDelegates(
    _ submissions: [DirectoryChanges.Submission], _ targets: TargetsMetadata, _ now: Timestamp
  ) throws(Refusal) -> [String: SignedMetadata<TargetsMetadata>] {
    var delegates = delegates
    for submission in submissions {
      let name = submission.delegate
      guard let delegation = targets.delegation(to: name) else {
        throw Refusal(.untrusted, blame: .peer, "nothing is delegated to “\(name)” here")
      }
      let metadata = submission.metadata
      try metadata.requireSigned(by: delegation.holders, among: targets.keys)
      try metadata.requireInForce(at: now, "file of “\(name)”")
      guard metadata.content.version > delegates[name]?.content.version ?? 0 else {
        throw Refusal(
          .rolledBack, blame: .peer,
          "version \(metadata.content.version) of “\(name)” is not newer than what is here; sign the next one")
      }
      if let path = metadata.content.targets.keys.sorted().first(where: { !delegation.covers($0) }) {
        throw Refusal(.untrusted, blame: .peer, "“\(name)” lists \(path), which is not delegated to it")
      }
      delegates[name] = metadata
    }
    return delegates
  }

  private func nextSnapshot(
    _ root: SignedMetadata<RootMetadata>, _ targets: SignedMetadata<TargetsMetadata>,
    _ delegates: [String: SignedMetadata<TargetsMetadata>], _ keys: [SigningKey], _ lifetime: Span, _ now: Timestamp
  ) throws -> SignedMetadata<SnapshotMetadata> {
    var files = delegates.mapValues { ListedFile($0) }
    files["targets"] = ListedFile(targets)
    let isSigned = (try? snapshot.requireSigned(by: .snapshot, of: root.content)) != nil
    guard
      files != snapshot.content.files || !isSigned
        || (!keys.isEmpty && Self.isHalfOver(snapshot.content.expires, lifetime, now))
    else { return snapshot }
    return try SignedMetadata(
      signing: SnapshotMetadata(
        version: Self.version(after: snapshot.content.version), expires: now.advanced(by: lifetime), files: files),
      with: keys)
  }

  private static func isHalfOver(_ expires: Timestamp, _ lifetime: Span, _ now: Timestamp) -> Bool {
    expires.seconds - now.seconds <= lifetime.seconds / 2
  }

  /// - Precondition: the version is not the last that JSON can hold, which a directory of our own never comes near.
  private static func version(after version: Int) -> Int {
    precondition(Int64(version) < DecodingLimits.widestInteger)
    return version + 1
  }

  /// What this edition distributes, in its own name and in its delegates', by path.
  var listed: [TargetPath: ListedTarget] {
    var listed = targets.content.targets
    for delegation in targets.content.delegations {
      listed.merge(delegates[delegation.name]?.content.targets ?? [:]) { own, _ in own }
    }
    return listed
  }
}
