import SemperArchive
import SemperCertification
import SemperCoding
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperWallet
import Testing

/// Whom a wallet trusts is what its owner has said, and nothing else.
@Suite struct WalletTrustTests {
  private let home = InMemoryArchive()
  private var trust: WalletTrust { WalletTrust(records: home.records) }

  private static func root(_ holder: SigningKey = SigningKey()) throws -> [UInt8] {
    try SignedMetadata(
      signing: RootMetadata(
        root: [holder.publicKey], threshold: 1, targets: [holder.publicKey], snapshot: [holder.publicKey],
        timestamp: [holder.publicKey], expires: Timestamp(seconds: 1_900_000_000)), with: [holder]
    ).bytes
  }

  @Test func nobodyIsTrustedAtFirst() async throws {
    let first = try await trust.evaluators()
    #expect(first.lines.isEmpty && first.quorum == 1 && first.worst == .cautions)
    #expect(try await trust.directory() == nil)
    #expect(try await trust.knownDirectory() == nil)
  }

  @Test func evaluatorsAreTrustedNamedAndForgotten() async throws {
    let (one, other) = (TrustedEvaluator.key(SigningKey().thumbprint), TrustedEvaluator.key(SigningKey().thumbprint))
    _ = try await trust.change { trust in
      try trust.trust(one)
      try trust.trust(other, as: HumanText("Other"))
      try trust.trust(one, as: HumanText("One"))
      try trust.require(quorum: 2, worst: .fair)
    }
    let known = try await trust.evaluators()
    #expect(known.lines.map(\.trusted) == [one, other] && known.lines.map(\.name?.text) == ["One", "Other"])
    #expect(known.quorum == 2 && known.worst == .fair)
    #expect(try EvaluatorTrust(canonicalBytes: known.canonicalBytes) == known)
    let left = try await trust.change { trust in
      let found = [trust.forget(one), trust.forget(one)]
      #expect(found == [true, false])
    }
    #expect(left.lines.map(\.trusted) == [other])
  }

  @Test func whatNoListCanReachIsRefusedAndChangesNothing() async throws {
    for quorum in [0, 65] {
      await #expect(throws: Refusal.self) { try await trust.change { try $0.require(quorum: quorum) } }
    }
    await #expect(throws: Refusal.self) { try await trust.change { try $0.require(worst: .unfair) } }
    await #expect(throws: Refusal.self) {
      try await trust.change { trust in
        for _ in 0...EvaluatorTrust.most { try trust.trust(.key(SigningKey().thumbprint)) }
      }
    }
    #expect(try await trust.evaluators().lines.isEmpty)
    let bad: JSON = .fields(["evaluators": .array([]), "quorum": 0.json, "worst": "cautions".json])
    #expect(throws: CodingError.self) { try EvaluatorTrust(canonicalBytes: bad.canonicalBytes) }
    let unfair: JSON = .fields(["evaluators": .array([]), "quorum": 1.json, "worst": "unfair".json])
    #expect(throws: CodingError.self) { try EvaluatorTrust(canonicalBytes: unfair.canonicalBytes) }
  }

  @Test func aDirectoryIsPinnedByItsRootUntilItIsForgotten() async throws {
    let (first, mirror) = (try Address("https://one.example"), try Address("https://two.example"))
    let root = try Self.root()
    try await trust.pin(first, root: root)
    try await trust.pin(mirror, root: root)
    let known = try #require(await trust.knownDirectory())
    #expect(known.pinned.address == mirror && known.pinned.root == Digest(plain: root))
    #expect(known.rootVersion == 1 && known.goodUntil == nil)
    let other = try Self.root()
    let refusal = await #expect(throws: Refusal.self) { try await trust.pin(first, root: other) }
    #expect(refusal?.code == .idReused)
    #expect(try await trust.directory()?.address == mirror)
    await #expect(throws: Refusal.self) { try await trust.pin(first, root: [1, 2]) }
    #expect(try await trust.forgetDirectory())
    #expect(try await !trust.forgetDirectory())
    try await trust.pin(first, root: other)
    #expect(try await trust.directory()?.root == Digest(plain: other))
  }
}
