import SemperArchive
import SemperCryptography
import SemperModel
import Testing

@testable import SemperCertification

/// Roles are asked in the order of their delegations; a terminating one ends the search with itself.
@Suite struct DelegationTests {
  private struct Tree {
    var files: [String: TargetsMetadata] = [:]
    let key = SigningKey()

    func delegation(_ name: String, _ patterns: [String], ends: Bool = false) throws -> Delegation {
      try Delegation(
        name, to: KeyHolders([DirectoryKey(key.publicKey)]), paths: patterns.map { try PathPattern($0) },
        isTerminating: ends)
    }

    /// A role that lists one content under the path, and delegates.
    mutating func add(_ name: String, _ listed: [String: UInt8] = [:], _ delegations: [Delegation] = []) throws {
      files[name] = TargetsMetadata(
        version: 1, expires: World.time(99),
        targets: Dictionary(
          uniqueKeysWithValues: try listed.map { (try TargetPath($0.key), ListedTarget([$0.value])) }),
        keys: delegations.isEmpty ? [] : [try DirectoryKey(key.publicKey)], delegations: delegations)
    }

    /// What a client finds, as the one byte of the content.
    func found(_ path: String, limits: DirectoryLimits = DirectoryLimits()) async throws -> UInt8? {
      let holders = [key.publicKey]
      let root = try SignedMetadata(
        signing: RootMetadata(
          root: holders, threshold: 1, targets: holders, snapshot: holders, timestamp: holders, expires: World.time(99)),
        with: [key])
      let signed = try files.mapValues { try SignedMetadata(signing: $0, with: [key]) }
      let snapshot = try SignedMetadata(
        signing: SnapshotMetadata(version: 1, expires: World.time(99), files: signed.mapValues { ListedFile($0) }),
        with: [key])
      let timestamp = try SignedMetadata(
        signing: TimestampMetadata(version: 1, expires: World.time(99), snapshot: snapshot), with: [key])
      let archive = InMemoryArchive()
      let mirror = Mirror(of: ServiceRepository(records: archive.records))
      for (name, metadata) in signed { mirror.show(metadata.bytes, at: "metadata/1.\(name).json") }
      mirror.show(snapshot.bytes, at: "metadata/1.snapshot.json")
      mirror.show(timestamp.bytes, at: "metadata/timestamp.json")
      let target = try TargetPath(path)
      for byte in UInt8.min ... .max {
        mirror.show([byte], at: "targets/\(target.prefixed(by: ListedTarget([byte]).hash))")
      }
      let client = ServiceDirectoryClient(mirror, records: archive.records, limits: limits)
      try await client.begin(trusting: root.bytes)
      return try await client.content(at: target, at: World.time(1))?.first
    }
  }

  @Test func theFirstThatListsItWins() async throws {
    var tree = Tree()
    try tree.add("targets", [:], [tree.delegation("a", ["x/*"]), tree.delegation("b", ["x/*"])])
    try tree.add("a", ["x/both": 1])
    try tree.add("b", ["x/both": 2, "x/second": 2, "y/elsewhere": 2])
    #expect(try await tree.found("x/both") == 1)
    #expect(try await tree.found("x/second") == 2)
    #expect(try await tree.found("y/elsewhere") == nil)
    try tree.add("targets", ["x/both": 9], [tree.delegation("a", ["x/*"]), tree.delegation("b", ["x/*"])])
    #expect(try await tree.found("x/both") == 9)
  }

  @Test func depthGoesBeforeBreadth() async throws {
    var tree = Tree()
    try tree.add("targets", [:], [tree.delegation("a", ["x/*"]), tree.delegation("b", ["x/*"])])
    try tree.add("a", [:], [tree.delegation("c", ["x/*"])])
    try tree.add("b", ["x/it": 2])
    try tree.add("c", ["x/it": 3])
    #expect(try await tree.found("x/it") == 3)
  }

  @Test func aTerminatingDelegationEndsTheSearch() async throws {
    var tree = Tree()
    try tree.add("targets", [:], [tree.delegation("a", ["x/*"]), tree.delegation("b", ["x/*", "y/*"])])
    try tree.add("a", [:], [tree.delegation("c", ["x/*"], ends: true), tree.delegation("d", ["x/*"])])
    for name in ["b", "d"] { try tree.add(name, ["x/it": 2, "y/it": 2]) }
    try tree.add("c")
    #expect(try await tree.found("x/it") == nil)
    #expect(try await tree.found("y/it") == 2)
  }

  @Test func circlesAndCrowdsEnd() async throws {
    var tree = Tree()
    try tree.add("targets", [:], [tree.delegation("a", ["x/*"])])
    try tree.add("a", [:], [tree.delegation("b", ["x/*"])])
    try tree.add("b", [:], [tree.delegation("a", ["x/*"])])
    #expect(try await tree.found("x/it") == nil)
    let crowd = try (0..<40).map { try tree.delegation("r\($0)", ["x/*"]) }
    try tree.add("targets", [:], crowd)
    for number in 0..<40 { try tree.add("r\(number)", number == 35 ? ["x/it": 1] : [:]) }
    let found = tree
    #expect(try await refusal { _ = try await found.found("x/it") }?.code == .tooLarge)
    #expect(try await tree.found("x/it", limits: DirectoryLimits(delegations: 40)) == 1)
  }

  /// A role that is not in the snapshot holds up only who asks for its paths.
  @Test func aRoleThatIsNowhereIsRefused() async throws {
    var tree = Tree()
    try tree.add("targets", ["y/it": 1], [tree.delegation("gone", ["x/*"])])
    #expect(try await tree.found("y/it") == 1)
    let found = tree
    #expect(try await refusal { _ = try await found.found("x/it") }?.code == .notAsListed)
  }
}
