import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperServers
import SemperTerms
import Testing

/// What the owner of a directory publishes from day to day.
@Suite struct DirectoryOrderTests {
  private static let now = Timestamp(seconds: 1_795_000_000)

  private static func package() throws -> UnverifiedPackage {
    let key = SigningKey()
    let authored: JSON = try CanonicalJSON.parse(
      Array(
        """
        {"items":{"offer":"semper-offer"},"limits":{"maxDuration":"P1D","maxPrice":{"amount":"1.00","currency":"EUR"}},
        "service":"small","start":"offering","states":{"offering":{"else":"end.nothing","from":"seller","phase":"offer",
        "then":"end.done","transfer":"offer","within":"PT1H"}},"version":"1.0.0"}
        """.utf8))
    return try UnverifiedPackage(
      terms: SignedStatement(TermsOfBusiness(authored: authored, seller: key.thumbprint), signedBy: [key]))
  }

  @Test func aPackageIsNewOnceAndAnEmptyOrderIsNone() async throws {
    let directory = try TemporaryDirectory()
    let desk = try DirectoryDesk(at: directory.path(of: "directory"))
    let holder = SigningKey()
    let draft = try await desk.draft(
      root: [holder.publicKey], threshold: 1, expires: Self.now.advanced(by: Span(seconds: 86_400 * 300)))
    let root = try #require(try draft.cosigned(by: holder))
    let first = try await desk.publish(DirectoryChanges(root: root), at: Self.now)
    let nothing = await #expect(throws: Refusal.self) { try await desk.carryOut(DirectoryOrder(), at: Self.now) }
    #expect(nothing?.code == .malformed)
    let (one, two) = (try Self.package(), try Self.package())
    let order = try DirectoryOrder(json: DirectoryOrder(packages: [one]).json)
    #expect(try await desk.carryOut(order, at: Self.now).isNew == [true])
    let receipt = try await desk.carryOut(DirectoryOrder(packages: [one, two]), at: Self.now)
    #expect(receipt.isNew == [false, true])
    #expect(receipt.edition.targets == first.targets.content.version + 2 && receipt.edition.delegates.isEmpty)
    #expect(try DirectoryReceipt(canonicalBytes: receipt.canonicalBytes) == receipt)
    try desk.close()
    // By its home, once nobody has it.
    let later = try await DirectoryDesk.carryOut(order, at: directory.path(of: "directory"), now: Self.now)
    #expect(later.isNew == [false])
  }
}
