import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms
import SemperTesting
import Testing

/// What the judge must notice. Whatever it does not notice, somebody will be cheated with.
@Suite(.serialized) struct JudgeTests {
  @Test func everyFlippedByteOfASmallBundleIsNoticed() async throws {
    let held = try await Proceedings.of(.buyer, Trouble(dissatisfied: [.buyer: .offer]))
    try expectEveryFlipNoticed(held, step: 1)
  }

  @Test func flippedBytesOfACompletedDealAreNoticed() async throws {
    try expectEveryFlipNoticed(try await Proceedings.of(.seller), step: 23)
  }

  private func expectEveryFlipNoticed(_ held: Proceedings, step: Int) throws {
    let bytes = try held.bundle().canonicalBytes
    #expect(EvidenceJudge.judge(bytes, trust: held.fair.trust).ok)
    for place in stride(from: 0, to: bytes.count, by: step) {
      var changed = bytes
      changed[place] ^= UInt8(1 << (place % 7))
      let report = EvidenceJudge.judge(changed, trust: held.fair.trust)
      guard !report.ok, !report.faults.isEmpty, report.proves.isEmpty else {
        Issue.record("a flip at \(place) of \(bytes.count) went unnoticed")
        return
      }
    }
  }

  @Test func bytesThatAreNotCanonicalAreDamage() async throws {
    let held = try await Proceedings.of(.buyer, Trouble(dissatisfied: [.buyer: .offer]))
    let bytes = try held.bundle().canonicalBytes
    for wrong in [bytes + [0x0A], [0x20] + bytes, Array(bytes.dropLast()), [], Array("{}".utf8)] {
      #expect(EvidenceJudge.judge(wrong, trust: held.fair.trust).faults.map(\.name) == [EvidenceLink.bundle])
    }
  }

  @Test func aStatementTwiceOutOfPlaceOrTakenAwayIsNoticed() async throws {
    let held = try await Proceedings.of(.seller)
    let bundle = try held.bundle()
    for index in bundle.statements.indices {
      let twice = try held.bytes(bundle) { Array($0[...index]) + Array($0[index...]) }
      #expect(!EvidenceJudge.judge(twice, trust: held.fair.trust).ok, "\(bundle.statements[index].kind) twice")
    }
    let swapped = try held.bytes(bundle) { $0.reversed() }
    #expect(!EvidenceJudge.judge(swapped, trust: held.fair.trust).ok)
    // What others refer to cannot be left out; the last words of a deal can, and prove that much less.
    for kind in [StatementKind.role, .terms, .offer, .order, .contract, .commitOriginator, .commitResponder] {
      guard let bundle = try? held.bundle(without: [kind]) else { continue }
      #expect(!held.judge(bundle).ok, "without \(kind)")
    }
    let shorter = held.judge(try held.bundle(without: [.choice]))
    #expect(shorter.ok && !shorter.proves(.accepted) && shorter.proves(.paymentClaimed))
  }

  @Test func statementsOfAnotherDealAreForeign() async throws {
    let held = try await Proceedings.of(.seller)
    let bundle = try held.bundle()
    let contract = try #require(bundle.statements(of: .contract).first)
    var numbers = SeededNumbers(9)
    let choice = Choice(
      deal: ID(using: &numbers), contract: contract.digest, service: held.fair.terms.digest, state: "inspecting",
      option: "satisfied", party: held.fair.buyerKey.thumbprint, issued: Fair.start)
    let foreign = try SignedStatement(choice, signedBy: [held.fair.buyerKey])
    let report = held.judge(
      try Proceedings(fair: held.fair, items: held.items.filter { $0.form != StatementKind.choice.headerType })
        .bundle(adding: [foreign]))
    #expect(report.faults.count == 1)
    #expect(report.faults.first?.name.hasPrefix("choice") == true)
  }

  @Test func whoIsTrustedIsNotForTheBundleToSay() async throws {
    let held = try await Proceedings.of(.seller)
    let bytes = try held.bundle().canonicalBytes
    let report = EvidenceJudge.judge(bytes, trust: held.fair.foreignTrust)
    #expect(report.faults.allSatisfy { $0.fault?.code == .untrusted } && !report.ok)
    #expect(EvidenceJudge.judge(bytes, trust: held.fair.trust).anchors.count == 3)
  }

  @Test func certificatesAreJudgedAtTheTimeOfTheDeal() async throws {
    let held = try await Proceedings.of(.seller)
    let bytes = try held.bundle().canonicalBytes
    let late = Fair.start.advanced(by: Span(seconds: 91 * 86_400))
    let report = EvidenceJudge.judge(bytes, trust: held.fair.trust, at: late)
    #expect(!report.ok && report.faults.allSatisfy { $0.fault?.code == .expired })
    let then = EvidenceJudge.judge(bytes, trust: held.fair.trust)
    #expect(then.anchors.first { $0.role == "seller" }?.selfDated == false)
    #expect(then.anchors.first { $0.role == "bank" }?.selfDated == true)
  }

  @Test func anArbiterThatDecidesTwiceIsConvicted() async throws {
    let held = try await Proceedings.of(.buyer, Trouble(lostToBuyer: [.openOriginator]))
    let bundle = try held.bundle()
    let signed = try #require(bundle.statements(of: .decision).last)
    let decision = try VerifiedStatement<ArbiterDecision>(verifying: signed, keys: KeySet(bundle.keys)).content
    let other = ArbiterDecision(
      exchange: decision.exchange, verdict: .aborted, cause: .asked, commits: [], closes: nil, proof: nil,
      arbiter: decision.arbiter, number: decision.number + 1, previous: decision.previous, issued: decision.issued)
    let report = held.judge(try held.bundle(adding: [try SignedStatement(other, signedBy: [held.fair.arbiterKey])]))
    #expect(report.ok && report.proves(.arbiterConvicted))
    #expect(!held.judge(bundle).proves(.arbiterConvicted))
  }

  /// The seller has opened and been paid, and asks for an abort by an old copy: the buyer keeps its receipt.
  @Test func anAbortAfterOpeningConvictsAndUndoesNothing() async throws {
    let held = try await Proceedings.of(.buyer)
    let bundle = try held.bundle()
    #expect(held.judge(bundle).proves(.receiptCounts) && !held.judge(bundle).proves(.originatorConvicted))
    let third = try #require(bundle.statements(of: .openOriginator).first)
    let opening = try VerifiedStatement<OpenOriginator>(verifying: third, keys: KeySet(bundle.keys)).content
    for cause in [ArbiterDecision.Cause.asked, .closed] {
      let abort = ArbiterDecision(
        exchange: opening.exchange, verdict: .aborted, cause: cause, commits: [], closes: nil, proof: nil,
        arbiter: held.fair.arbiterKey.thumbprint, number: 9, previous: opening.exchange, issued: Fair.start)
      let report = held.judge(try held.bundle(adding: [try SignedStatement(abort, signedBy: [held.fair.arbiterKey])]))
      #expect(report.ok && report.proves(.receiptCounts))
      #expect(report.proves(.originatorConvicted) == (cause == .asked))
    }
  }

  @Test func aResponderThatCommitsTwiceIsConvicted() async throws {
    let held = try await Proceedings.of(.seller)
    let bundle = try held.bundle()
    let signed = try #require(bundle.statements(of: .commitResponder).first)
    let second = try VerifiedStatement<CommitResponder>(verifying: signed, keys: KeySet(bundle.keys)).content
    let other = CommitResponder(
      exchange: second.exchange, party: second.party, answers: second.answers,
      commitment: Commitment(escrow: ByteString([1, 2, 3]), locked: second.commitment.locked))
    let report = held.judge(try held.bundle(adding: [try SignedStatement(other, signedBy: [held.fair.buyerKey])]))
    #expect(report.ok && report.proves(.responderConvicted))
    #expect(!held.judge(bundle).proves(.responderConvicted))
  }

  @Test func aReportSurvivesItsOwnJSON() async throws {
    let held = try await Proceedings.of(.buyer, Trouble(badGoods: true))
    let report = held.judge(try held.bundle())
    #expect(report.ok && report.proves(.originatorConvicted))
    #expect(try EvidenceReport(canonicalBytes: report.canonicalBytes) == report)
    #expect(try TrustList(canonicalBytes: held.fair.trust.canonicalBytes) == held.fair.trust)
  }

  /// The bundles under `Tests/Vectors/evidence` are judged as on the day on which they were made.
  @Test(arguments: ["completed", "fault", "resolved"]) func goldenBundlesKeepTheirMeaning(_ name: String) async throws {
    let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Vectors/evidence/\(name)")
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil {
      let trouble = ["fault": Trouble(badGoods: true), "resolved": Trouble(lostToBuyer: [.openOriginator])][name]
      let held = try await Proceedings.of(.buyer, trouble ?? Trouble())
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data(held.bundle().canonicalBytes).write(to: directory.appending(path: "bundle.json"))
      try Data(held.fair.trust.canonicalBytes).write(to: directory.appending(path: "trust.json"))
      try Data(held.judge(held.bundle()).canonicalBytes).write(to: directory.appending(path: "report.json"))
    }
    func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: directory.appending(path: file))) }
    let report = EvidenceJudge.judge(
      try bytes("bundle.json"), trust: try TrustList(canonicalBytes: bytes("trust.json")))
    #expect(report.ok)
    #expect(try EvidenceReport(canonicalBytes: bytes("report.json")) == report)
  }
}
