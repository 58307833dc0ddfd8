import SemperArchive
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperExchange

@Suite struct TransferJudgeTests {
  private struct Case {
    let parcel: Parcel
    let prepared: PreparedTransfer
    let manifest: TransferManifest
    let origin: SignedStatement

    init() async throws {
      parcel = try Parcel(withAgent: true)
      prepared = try await parcel.prepared()
      manifest = prepared.content
      guard case .signed(let signed) = prepared.manifest else { preconditionFailure("the manifest is signed") }
      origin = signed
    }

    func judge(
      _ statements: [SignedStatement], trusting: Set<Thumbprint>? = nil, body: ByteString? = nil,
      key: TransferKey? = nil
    ) throws -> TransferVerdict {
      let bundle = try TransferBundle(
        manifest: manifest, statements: statements, agents: [parcel.agent.publicKey], body: body, key: key)
      let again = try TransferBundle(canonicalBytes: bundle.canonicalBytes, limits: TransferBundle.limits)
      #expect(again == bundle)
      return TransferJudge.judge(again, trusted: trusting ?? [parcel.agent.thumbprint])
    }

    func recipient(_ number: Int) -> Thumbprint { parcel.recipients[number].key.thumbprint }
  }

  @Test func eachStatementProvesItsOwnAndNoMore() async throws {
    let item = try await Case()
    let sender = item.parcel.sender.thumbprint
    let agent = item.parcel.agent.thumbprint
    let origin = try item.judge([item.origin])
    #expect(origin.conclusions == [.originated(by: sender)] && origin.faults.isEmpty)
    let receipt = try item.judge([item.parcel.receipt(0, for: item.manifest)])
    #expect(receipt.conclusions == [.received(by: item.recipient(0))])
    let submission = try item.judge([item.parcel.submission(0, of: item.manifest)])
    #expect(submission.conclusions == [.submitted(for: item.recipient(0), to: agent)])
    let transport = try item.judge([item.parcel.transport(1, of: item.manifest)])
    #expect(transport.conclusions == [.transported(to: item.recipient(1), by: agent)])
    #expect(try item.judge([]).conclusions.isEmpty)
  }

  @Test func anAgentThatIsNotTrustedProvesNothing() async throws {
    let item = try await Case()
    let verdict = try item.judge(
      [item.parcel.submission(0, of: item.manifest), item.parcel.receipt(0, for: item.manifest)], trusting: [])
    #expect(verdict.conclusions == [.received(by: item.recipient(0))])
    #expect(verdict.faults.map(\.refusal.code) == [.untrusted])
  }

  @Test func aReceiptOfAnotherTransferIsAFault() async throws {
    let item = try await Case()
    let other = try await Parcel(seed: 77).prepared().content
    let verdict = try item.judge([item.parcel.receipt(0, for: other)])
    #expect(verdict.conclusions.isEmpty && verdict.faults.count == 1)
  }

  @Test func theContentFollowsFromBytesAndKey() async throws {
    let item = try await Case()
    let package = item.parcel.order.package
    #expect(try item.judge([], body: item.prepared.body, key: item.parcel.order.key).proves(.content(package)))
    #expect(try item.judge([], body: item.prepared.body).conclusions.isEmpty)
    let other = try Parcel(seed: 99).order.key
    #expect(try item.judge([], body: item.prepared.body, key: other).conclusions.isEmpty)
    #expect(try item.judge([], body: ByteString([1, 2]), key: item.parcel.order.key).conclusions.isEmpty)
  }

  @Test func twoManifestsUnderOneIDConvictTheSender() async throws {
    let item = try await Case()
    let second = try TransferManifest(
      id: item.manifest.id, sender: item.manifest.sender, recipients: item.manifest.recipients,
      form: item.manifest.form, package: item.manifest.package, length: item.manifest.length,
      key: item.manifest.key, asksReceipt: false, issued: item.manifest.issued, closes: item.manifest.closes)
    let signed = try VerifiedStatement(signing: second, with: [item.parcel.sender]).signed
    #expect(try item.judge([item.origin, signed]).proves(.contradicted(by: item.parcel.sender.thumbprint)))
    let foreign = try await Parcel(seed: 5).prepared()
    guard case .signed(let other) = foreign.manifest else { preconditionFailure("the manifest is signed") }
    #expect(try item.judge([other]).faults.count == 1)
  }

  @Test func tokensAreNamedAfterTheStandard() async throws {
    let item = try await Case()
    let trade = try Trade()
    let statements: [(SignedStatement, NonRepudiationToken.Kind, NonRepudiationToken.Beneficiary)] = [
      (item.origin, .origin, .recipient), (try item.parcel.receipt(0, for: item.manifest), .delivery, .sender),
      (try item.parcel.submission(0, of: item.manifest), .submission, .sender),
      (try item.parcel.transport(0, of: item.manifest), .transport, .sender),
      (trade.first, .origin, .recipient), (trade.second, .origin, .sender),
    ]
    for (statement, kind, beneficiary) in statements {
      let token = try #require(NonRepudiationToken(of: statement))
      #expect(token.kind == kind && token.beneficiary == beneficiary && token.statement == statement.digest)
    }
    for (verdict, event) in [
      (ArbiterDecision.Verdict.resolved, RegisteredDeliveryEvent.contentConsignment),
      (.aborted, .submissionRejection), (.pending, .submissionAcceptance), (.failed, .contentConsignmentFailure),
    ] {
      let decision = ArbiterDecision(
        exchange: trade.terms.id, verdict: verdict, cause: .asked, commits: [],
        closes: verdict.isFinal ? nil : Parcel.start, proof: nil, arbiter: item.parcel.agent.thumbprint, number: 0,
        previous: trade.terms.id, issued: Parcel.start)
      let signed = try VerifiedStatement(signing: decision, with: [item.parcel.agent]).signed
      let token = try #require(NonRepudiationToken(of: signed))
      #expect(token.registeredDelivery == event && token.isByThirdParty)
      #expect((token.kind == .delivery) == (verdict == .resolved))
    }
    let key = SigningKey()
    let query = QueryRequest(exchange: trade.terms.id, party: key.publicKey, reply: SealingKey().publicKey)
    #expect(NonRepudiationToken(of: try VerifiedStatement(signing: query, with: [key]).signed) == nil)
  }
}
