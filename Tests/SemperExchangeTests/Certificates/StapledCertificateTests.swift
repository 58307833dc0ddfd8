import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperExchange

/// An X.509 certificate as an item of an exchange: for money, for data, for another certificate; and who relies on it after.
@Suite struct StapledCertificateTests {
  private static let cells = [
    CellCase(.paymentWithReceipt, [.money], [.certificate]), CellCase(.conditionalAccess, [.certificate], [.small]),
    CellCase(.contractSigning, [.credential], [.certificate]),
  ]

  private struct Found {
    let certificate: StapledCertificate
    let item: LockedItem
    let issuer: PublicKey
  }

  /// What the receiver of the certificate holds at the end; `nil` when it has none that counts.
  private static func found(_ run: CellRun) throws -> Found? {
    for role in ExchangeRole.allCases {
      let events = run.events(of: role.peer)
      guard let item = run.commitments[role]?.first(where: { $0.path.hasSuffix("/certificate") }) else { continue }
      let resolution = events.compactMap { event in
        if case .decided(let decision, _, _) = event { decision } else { nil }
      }
      .last
      guard
        let stapled = StapledCertificate(
          item, secret: run.secrets[role.peer], resolution: run.resolutions.contains(role.peer) ? resolution : nil),
        case .statement(let signed) = item.form,
        let conditional = try? VerifiedStatement<ConditionalStatement>(
          verifying: signed, keys: run.terms.keys
        ).content,
        let issuer = run.terms.keys[conditional.signer]
      else { return nil }
      return Found(certificate: stapled, item: item, issuer: issuer)
    }
    return nil
  }

  private static func code(_ body: () throws -> Void) -> RefusalCode? {
    do {
      try body()
      return nil
    } catch { return (error as? Refusal)?.code }
  }

  @Test(arguments: cells) func whoHasItCanRelyOnIt(_ row: CellCase) async throws {
    var run = try await CellRun(row)
    try await run.run()
    let found = try #require(try Self.found(run))
    let content = try found.certificate.check(issuer: found.issuer, at: CellRun.start)
    #expect(content.subject.text == "Diploma \(found.item.path)")
    let read = try StapledCertificate(
      canonicalBytes: found.certificate.canonicalBytes, limits: StapledCertificate.limits)
    #expect(read == found.certificate)
    let stranger = SigningKey().publicKey
    #expect(Self.code { _ = try found.certificate.check(issuer: stranger, at: CellRun.start) } == .badSignature)
  }

  /// Once it counts it can be handed on like any other certificate, by a transfer.
  @Test func aTransferHandsItOver() async throws {
    var run = try await CellRun(Self.cells[0])
    try await run.run()
    let found = try #require(try Self.found(run))
    let parcel = try Parcel(text: String(decoding: found.certificate.canonicalBytes, as: UTF8.self))
    let arrived = try TransferVerifier.letter(
      await parcel.letter(), to: parcel.recipients[0].key.thumbprint, from: parcel.sender.thumbprint,
      openedWith: parcel.recipients[0].sealing)
    let handed = try StapledCertificate(
      canonicalBytes: arrived.package.bytes, limits: StapledCertificate.limits)
    #expect(try handed.check(issuer: found.issuer, at: CellRun.start).subject.text.hasPrefix("Diploma"))
  }

  /// Where the giver goes silent after it has committed, the arbiter's resolution stands for its opening.
  @Test func aResolutionStandsForTheOpening() async throws {
    var resolved = 0
    for row in Self.cells {
      for trouble in [CellTrouble.responderSilentAfterM2, .badEscrowByResponder, .originatorSilentAfterM2] {
        var run = try await CellRun(row, trouble)
        try await run.run()
        guard let found = try Self.found(run) else { continue }
        _ = try found.certificate.check(issuer: found.issuer, at: CellRun.start)
        guard case .resolution(let decision) = found.certificate.staple else { continue }
        resolved += 1
        // Of another exchange it is worth nothing.
        var other = try await CellRun(row, trouble, seed: 8)
        try await other.run()
        let foreign = try #require(try Self.found(other))
        let swapped = StapledCertificate(certificate: foreign.certificate.certificate, staple: .resolution(decision))
        #expect(Self.code { _ = try swapped.check(issuer: foreign.issuer, at: CellRun.start) } != nil)
      }
    }
    #expect(resolved > 0)
  }

  @Test func withoutItsOpeningItPromisesNothing() async throws {
    var run = try await CellRun(Self.cells[0])
    try await run.run()
    let found = try #require(try Self.found(run))
    let wrong = StapledCertificate(
      certificate: found.certificate.certificate,
      staple: .opening(try ItemOpening(bytes: [UInt8](repeating: 9, count: 32))))
    #expect(Self.code { _ = try wrong.check(issuer: found.issuer, at: CellRun.start) } == .lockInvalid)
    #expect(StapledCertificate(found.item, secret: nil, resolution: nil) == nil)
    var numbers = SeededNumbers(5)
    #expect(StapledCertificate(found.item, secret: OpeningSecret(using: &numbers), resolution: nil) == nil)
  }

  /// A statement whose certificate belongs to another exchange, opening, arbiter, issuer or document locks nothing.
  @Test func aCertificateIsHeldAgainstItsStatement() throws {
    let stand = try CertificateStand()
    let good = stand.condition
    #expect(try stand.refusal(of: stand.content, good) == nil)
    #expect(try stand.refusal(of: stand.content(saying: "Doctorate"), good) == .lockInvalid)
    #expect(try stand.refusal(of: stand.content, good, issuedBy: SigningKey()) == .badSignature)
    for other in [
      CertificateCondition(exchange: Digest(plain: [2]), opening: good.opening, arbiter: good.arbiter),
      CertificateCondition(exchange: good.exchange, opening: Digest(plain: [2]), arbiter: good.arbiter),
      CertificateCondition(exchange: good.exchange, opening: good.opening, arbiter: SigningKey().publicKey),
    ] { #expect(try stand.refusal(of: stand.content, other) == .lockInvalid) }
    #expect(try stand.refusal(ofBytes: [1, 2, 3]) == .malformed)
  }
}
