import Foundation
import SemperArchive
import SemperCertification
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPreferences
import SemperServers
import SemperTerms
import SemperWallet
import Testing

/// A buyer who has never met a kind of business sees who has evaluated its terms and takes part safely: nothing counts that is not signed by
/// somebody whom it trusts, about these terms, in force, not withdrawn, and the newest that there is.
@Suite("Terms are appraised before a deal", .serialized) struct ServiceAppraisalTests {
  private static let start = Timestamp(seconds: 1_795_000_000)

  /// One case: what the directory has, what the owner of a wallet has said, and what a look at the offer comes to.
  private struct Stage: Sendable {
    let offer: EvaluatedOffer
    let deals: @Sendable (any Archive, any Transport, Timestamp) throws -> BuyerDeals
    let archive = InMemoryArchive()

    /// Trusts the evaluator and pins the directory.
    func prepare(trusting keys: [SigningKey]? = nil, quorum: Int = 1, worst: Grade = .cautions) async throws {
      let trust = WalletTrust(records: archive.records)
      let evaluators = (keys ?? [offer.key]).map(\.thumbprint)
      _ = try await trust.change { trust in
        for evaluator in evaluators { try trust.trust(.key(evaluator), as: HumanText("Stiftung")) }
        try trust.require(quorum: quorum, worst: worst)
      }
      try await trust.pin(offer.address, root: offer.root.bytes)
    }

    func look(after hours: Int64 = 1, accepting: Bool = false) async throws -> ServiceAppraisal {
      try await deals(archive, offer.network, offer.time(hours)).appraise(
        offer.found, accepting: accepting ? AcceptedTerms(offer.service) : nil)
    }
  }

  /// Runs the cases on one market, since all of them look at the same offer.
  private func stages(_ body: (@Sendable () async throws -> Stage) async throws -> Void) async throws {
    try await Market.run { market in
      let wallet = try await market.wallet(withdrawing: nil)
      let found = try await wallet.find(code: try await market.code(), at: await market.shop.address)
      try await body {
        Stage(
          offer: try await EvaluatedOffer(found, at: Self.start, next: market.transport),
          deals: { try market.deals(of: wallet, in: $0, over: $1, at: VirtualTime(now: $2)) })
      }
      try wallet.close()
    }
  }

  private func expectUnevaluated(
    _ appraisal: ServiceAppraisal, passing code: RefusalCode, _ blame: Blame = .peer,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(appraisal.standing == .unevaluated && appraisal.says.isEmpty, sourceLocation: place)
    #expect(appraisal.passed.map(\.why.code) == [code], "\(appraisal.passed)", sourceLocation: place)
    #expect(appraisal.passed.first?.why.blame == blame && appraisal.problem == nil, sourceLocation: place)
  }

  private func expectUseless(
    _ appraisal: ServiceAppraisal, _ code: RefusalCode, _ blame: Blame = .provider,
    _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(appraisal.standing == .unevaluated && appraisal.says.isEmpty, sourceLocation: place)
    #expect(
      appraisal.problem?.code == code && appraisal.problem?.blame == blame, "\(String(describing: appraisal.problem))",
      sourceLocation: place)
    let detail = appraisal.problem?.detail ?? "?"
    #expect(appraisal.reason.contains(detail), sourceLocation: place)
  }

  @Test func whatATrustedEvaluatorFindsFairIsAllowed() async throws {
    try await stages { stage in
      let stage = try await stage()
      let remark = try HumanText("Nichts zu sagen.")
      let evaluation = try stage.offer.evaluation(remarks: [LanguageTag("de"): remark])
      try await stage.offer.publish([evaluation, stage.offer.status()])
      // Nobody is trusted at first, and no directory is looked in.
      let before = try await stage.look()
      #expect(before.standing == .unevaluated && before.source == .nowhere && before.answer == .ask && !before.isAsked)
      try await stage.prepare()
      let fair = try await stage.look()
      #expect(fair.standing == .evaluated && fair.answer == .allow && fair.source == .directory && fair.grade == .fair)
      #expect(fair.says.map(\.evaluator) == ["Stiftung"] && fair.says.map(\.evaluation) == [evaluation.digest])
      #expect(fair.says.first?.remark(in: "el") == remark && fair.exposure.minorUnits == 0 && fair.passed.isEmpty)
      #expect(try ServiceAppraisal(canonicalBytes: fair.canonicalBytes) == fair)

      // What was seen is good while the directory is silent, as long as its timestamp.
      for trouble in [DirectoryTransport.Trouble.silent, .busy] {
        stage.offer.network.be(trouble)
        let copy = try await stage.look(after: 20)
        #expect(copy.source == .copy && copy.standing == .evaluated && copy.answer == .allow)
      }
      // What speaks something else is no silence.
      stage.offer.network.be(.babbling)
      expectUseless(try await stage.look(after: 20), .malformed)
      stage.offer.network.be(.silent)
      expectUseless(try await stage.look(after: 25), .expired)
      // Who is trusted no more counts no more, at once.
      _ = try await WalletTrust(records: stage.archive.records).change { trust in
        _ = trust.forget(.key(stage.offer.key.thumbprint))
      }
      expectUnevaluated(try await stage.look(after: 2), passing: .untrusted)
    }
  }

  @Test func whatDoesNotHoldDoesNotCount() async throws {
    try await stages { stage in
      // By somebody else under the evaluator's name: the directory's owner has delegated to whom it likes.
      let forged = try await stage()
      let thief = SigningKey()
      try await forged.offer.publish(
        [forged.offer.evaluation(by: thief), forged.offer.status(by: thief)], delegatingTo: thief)
      try await forged.prepare()
      expectUnevaluated(try await forged.look(), passing: .untrusted)

      let expired = try await stage()
      try await expired.offer.publish([expired.offer.evaluation(for: 3), expired.offer.status()])
      try await expired.prepare()
      #expect(try await expired.look(after: 2).standing == .evaluated)
      expectUnevaluated(try await expired.look(after: 3), passing: .expired)

      let other = try await stage()
      try await other.offer.publish([other.offer.evaluation(of: Digest(plain: [5])), other.offer.status()])
      try await other.prepare()
      expectUnevaluated(try await other.look(), passing: .notAsListed)

      let listless = try await stage()
      try await listless.offer.publish([listless.offer.evaluation()])
      try await listless.prepare()
      expectUnevaluated(try await listless.look(), passing: .statusTooOld)
    }
  }

  @Test func whatWasWithdrawnIsRemembered() async throws {
    try await stages { stage in
      let stage = try await stage()
      let evaluation = try stage.offer.evaluation()
      try await stage.offer.publish([evaluation, stage.offer.status(1)])
      try await stage.prepare()
      #expect(try await stage.look().answer == .allow)
      try await stage.offer.publish([evaluation, stage.offer.status(2, withdrawing: [evaluation.digest])], edition: 2)
      expectUnevaluated(try await stage.look(), passing: .withdrawn)
      // The directory's owner publishes the list before as a new edition, with all that belongs to it.
      try await stage.offer.publish([evaluation, stage.offer.status(1)], edition: 3)
      expectUnevaluated(try await stage.look(), passing: .withdrawn)
    }
  }

  @Test func aDirectoryThatLiesIsBelievedNothing() async throws {
    try await stages { stage in
      let rolled = try await stage()
      try await rolled.offer.publish([rolled.offer.evaluation(), rolled.offer.status()])
      try await rolled.prepare()
      let old = try await rolled.offer.repository.file("metadata/timestamp.json")
      try await rolled.offer.renew(at: rolled.offer.time(2))
      #expect(try await rolled.look(after: 3).answer == .allow)
      rolled.offer.network.show(old, at: "metadata/timestamp.json")
      expectUseless(try await rolled.look(after: 4), .rolledBack)

      let frozen = try await stage()
      try await frozen.offer.publish([frozen.offer.evaluation(), frozen.offer.status()])
      try await frozen.prepare()
      try await frozen.offer.network.freeze("metadata/timestamp.json")
      try await frozen.offer.renew(at: frozen.offer.time(20))
      #expect(try await frozen.look(after: 23).answer == .allow)
      expectUseless(try await frozen.look(after: 25), .expired)

      // Other terms under the digest of these.
      let swapped = try await stage()
      let thief = SigningKey()
      let others = try TermsOfBusiness(
        authored: swapped.offer.found.terms.content.authored, seller: thief.thumbprint)
      let package = try UnverifiedPackage(terms: SignedStatement(others, signedBy: [thief]))
      try await swapped.offer.publish(
        [swapped.offer.evaluation(), swapped.offer.status()], as: package.canonicalBytes)
      try await swapped.prepare()
      expectUseless(try await swapped.look(), .notAsListed)

      // The same terms, with a signature that their seller has not made.
      let forged = try await stage()
      try await forged.offer.publish(
        [forged.offer.evaluation(), forged.offer.status()], as: Self.spoiled(forged.offer.package()))
      try await forged.prepare()
      expectUseless(try await forged.look(), .badSignature, .peer)
    }
  }

  /// The package with another signature under its terms.
  private static func spoiled(_ package: UnverifiedPackage) throws -> [UInt8] {
    let text = String(decoding: package.canonicalBytes, as: UTF8.self)
    let parts = text.components(separatedBy: "\"signature\":\"")
    guard parts.count == 2, let first = parts[1].first else { throw CodingError(.missing, "one signature is expected") }
    return Array("\(parts[0])\"signature\":\"\(first == "A" ? "B" : "A")\(parts[1].dropFirst())".utf8)
  }

  @Test func whatTheShopBringsIsLookedAtLikeAnything() async throws {
    try await stages { stage in
      let stage = try await stage()
      func bring(_ package: UnverifiedPackage) throws {
        let statements = [try stage.offer.evaluation(), try stage.offer.status()]
        stage.offer.network.bring(try ServiceEvidence(package: package, statements: statements).canonicalBytes)
      }
      let trust = WalletTrust(records: stage.archive.records)
      try bring(stage.offer.package())
      #expect(try await stage.look().source == .nowhere)
      _ = try await trust.change { try $0.trust(.key(stage.offer.key.thumbprint)) }
      let brought = try await stage.look()
      #expect(brought.source == .shop && brought.standing == .evaluated && brought.answer == .allow)
      try bring(UnverifiedPackage(bytes: Self.spoiled(stage.offer.package())))
      expectUseless(try await stage.look(), .badSignature, .peer)
      let thief = SigningKey()
      let others = try TermsOfBusiness(authored: stage.offer.found.terms.content.authored, seller: thief.thumbprint)
      try bring(UnverifiedPackage(terms: SignedStatement(others, signedBy: [thief])))
      expectUseless(try await stage.look(), .notAsListed, .peer)
      // The directory is first: the shop's word does not take the place of its silence.
      try bring(stage.offer.package())
      try await trust.pin(stage.offer.address, root: stage.offer.root.bytes)
      #expect(try await stage.look().problem?.code == .notFound)
    }
  }

  @Test func gradesNumbersAndTheOwnersWordDecide() async throws {
    try await stages { stage in
      let unfair = try await stage()
      try await unfair.offer.publish([unfair.offer.evaluation(.unfair), unfair.offer.status()])
      try await unfair.prepare(quorum: 2)
      for accepts in [false, true] {
        let appraisal = try await unfair.look(accepting: accepts)
        #expect(appraisal.answer == .deny && appraisal.reason.contains("Stiftung has found these terms unfair"))
        #expect(!appraisal.reason.contains("--accept-terms"))
        let refusal = #expect(throws: Refusal.self) { try appraisal.requirePermission() }
        #expect(refusal?.code == .notEvaluated && refusal?.blame == .us)
      }

      let careful = try await stage()
      try await careful.offer.publish([careful.offer.evaluation(.cautions), careful.offer.status()])
      try await careful.prepare()
      let asked = try await careful.look()
      #expect(asked.answer == .ask && asked.isAsked && asked.standing == .evaluated)
      let read = try await careful.look(accepting: true)
      #expect(read.answer == .allow && read.standing == .accepted && !read.isAsked && read.grade == .cautions)
      _ = try await WalletTrust(records: careful.archive.records).change { try $0.require(worst: .fair) }
      let strict = try await careful.look()
      #expect(strict.answer == .deny && strict.reason.contains("--accept-terms \(careful.offer.service)"))
      #expect(try await careful.look(accepting: true).answer == .allow)

      let few = try await stage()
      try await few.offer.publish([few.offer.evaluation(), few.offer.status()])
      try await few.prepare(quorum: 2)
      let lonely = try await few.look()
      #expect(lonely.standing == .unevaluated && lonely.says.count == 1 && lonely.quorum == 2)
    }
  }

  @Test func cautionsAreAskedAboutThoughThePriceIsAgreedTo() async throws {
    try await Market.run { market in
      let first = try await market.wallet()
      let (code, shop) = (try await market.code(), await market.shop.address)
      let offer = try await EvaluatedOffer(
        first.find(code: code, at: shop), at: SystemTime().now(), next: market.transport)
      try first.close()
      try await offer.publish([offer.evaluation(.cautions), offer.status()])
      let display = DecliningDisplay()
      let wallet = try await market.reopened(over: offer.network, display: display)
      _ = try await wallet.trust.change { try $0.trust(.key(offer.key.thumbprint), as: HumanText("Stiftung")) }
      try await wallet.trust.pin(offer.address, root: offer.root.bytes)
      try await wallet.lookAtDirectory()
      #expect(try await wallet.trust.knownDirectory()?.goodUntil != nil)

      let found = try await wallet.find(code: code, at: shop)
      let declined = try await wallet.deals.run(try await wallet.open(found, patience: Span(seconds: 30)))
      #expect(display.asked.value == 1 && DealSummary(declined)?.refusal?.code == .userDeclined)

      let accepted = try await wallet.open(
        found, patience: Span(seconds: 30), accepting: AcceptedTerms(found.terms.digest))
      #expect(DealSummary(try await wallet.deals.run(accepted))?.outcome == .completed)
      try await offer.publish([offer.evaluation(.fair), offer.status()], edition: 2)
      let fair = try await wallet.open(found, patience: Span(seconds: 30))
      #expect(DealSummary(try await wallet.deals.run(fair))?.outcome == .completed)
      #expect(display.asked.value == 1)
      // What was found out about other terms opens no deal under these.
      guard case .object(let object) = try await wallet.appraise(found).json else { return }
      let other = try ServiceAppraisal(json: .object(object.with("service", Digest(plain: [3]).json)))
      let refusal = await #expect(throws: Refusal.self) {
        try await wallet.deals.open(found, patience: Span(seconds: 30), appraised: other)
      }
      #expect(refusal?.code == .termsChanged)
      try wallet.close()

      // All of it is there after a restart, and a deal keeps that with which it began.
      let again = try await market.reopened(over: offer.network)
      #expect(try await again.trust.evaluators().lines.map(\.name?.text) == ["Stiftung"])
      #expect(try await again.trust.directory()?.address == offer.address)
      #expect(try await again.deals.appraisal(of: accepted)?.standing == .accepted)
      let kept = try #require(await again.deals.appraisal(of: fair))
      #expect(kept.standing == .evaluated && kept.grade == .fair && kept.service == found.terms.digest)
      #expect(try await again.shown(again.deals.restored(fair)).appraisal == kept)
      try again.close()
    }
  }
}
