import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// What a judge, and whoever is paid or gets money back, takes from the gateway's signed answers.
@Suite struct EvidenceTests {
  private func refused(_ body: () throws -> Void) throws -> RefusalCode? {
    do {
      try body()
      return nil
    } catch let refusal as Refusal {
      return refusal.code
    }
  }

  private func judge(
    _ payment: AgreedCardPayment, _ claim: PaymentClaim, refund: SignedStatement? = nil, _ proofs: [PaymentProof]
  ) throws -> RefusalCode? {
    let evidence = PaymentEvidence(
      claim: claim, agreement: payment.agreement, refund: refund, tokens: [], proofs: proofs)
    return try refused { try SETSide.judge(evidence, trusting: PaymentProviders([payment.market.gateway.word])) }
  }

  private static let other = SemperModel.Digest(plain: [7])

  private func otherNumber() throws -> LocalID { try LocalID(bytes: Array(Self.other.bytes.prefix(20))) }

  @Test func paidIsWhatTheGatewayHasCapturedOfThisPayment() async throws {
    let payment = try AgreedCardPayment(await Market.shared.value)
    #expect(try judge(payment, .paid, [payment.approved()]) == nil)
    #expect(try judge(payment, .paid, [payment.captured()]) == nil)
    let standing = payment.words.standing(
      try Signed(payment.standing(), by: payment.market.gateway.configuration.identity).data)
    #expect(try judge(payment, .paid, [standing]) == nil)
    #expect(try judge(payment, .paid, [payment.approved(isCaptured: false)]) == .proofInvalid)
    #expect(try judge(payment, .paid, [payment.approved(units: 24_99)]) == .proofInvalid)
    #expect(try judge(payment, .paid, [payment.approved(number: otherNumber())]) == .proofInvalid)
    #expect(try judge(payment, .paid, [payment.approved(.declined)]) == .proofInvalid)
    #expect(try judge(payment, .paid, [payment.captured(.authExpired)]) == .proofInvalid)
    #expect(try judge(payment, .paid, []) == .proofInvalid)
    #expect(try judge(payment, .paid, [payment.approved(), payment.approved()]) == .proofInvalid)
  }

  @Test func unpaidIsWhatTheGatewayHasRefused() async throws {
    let payment = try AgreedCardPayment(await Market.shared.value)
    #expect(try judge(payment, .unpaid, [payment.approved(.declined, isCaptured: false)]) == nil)
    #expect(try judge(payment, .unpaid, [payment.approved()]) == .proofInvalid)
    #expect(try judge(payment, .unpaid, [payment.approved(isCaptured: false)]) == .proofInvalid)
    // The capture was refused; the money may still be held.
    #expect(try judge(payment, .unpaid, [payment.captured(.authExpired)]) == .proofInvalid)
  }

  @Test func aConclusionIsAboutThisPaymentAndItsAmount() async throws {
    let payment = try AgreedCardPayment(await Market.shared.value)
    func concluded(_ proof: PaymentProof) throws -> RefusalCode? {
      try refused {
        _ = try payment.words.read(proof).conclusion(of: payment.terms.amount, under: payment.terms, proof)
      }
    }
    #expect(try concluded(payment.approved()) == nil)
    #expect(try concluded(payment.approved(number: otherNumber())) == .proofInvalid)
    #expect(try concluded(payment.approved(units: 24_99)) == .amountMismatch)
  }

  @Test func aRefundIsTheCreditThatIsNamedAfterIt() async throws {
    let payment = try AgreedCardPayment(await Market.shared.value)
    let refund = try VerifiedStatement(
      signing: PaymentRefund(
        agreement: payment.terms.agreement, payee: payment.payee.thumbprint, number: 1,
        nonce: Nonce(bytes: Nonce.fresh), amount: Money(minorUnits: 5_00, .euro),
        reason: HumanText("returned"), issued: Market.now),
      with: [payment.payee])
    func judged(_ proof: PaymentProof) throws -> RefusalCode? {
      try judge(payment, .refunded, refund: refund.signed, [proof])
    }
    #expect(try judged(payment.credited(refund.digest, units: 5_00)) == nil)
    #expect(try judged(payment.credited(refund.digest, units: 5_00, number: otherNumber())) == .proofInvalid)
    #expect(try judged(payment.credited(refund.digest, .originalProcessed, units: 5_00)) == .proofInvalid)
    #expect(try judged(payment.credited(refund.digest, units: 4_99)) == .proofInvalid)
    #expect(try judged(payment.credited(Self.other, units: 5_00)) == .proofInvalid)
  }

  /// One signature, by the gateway, of the content that is named, and nothing beside it that somebody could change.
  @Test func aProofIsTheGatewaysBareWord() async throws {
    let payment = try AgreedCardPayment(await Market.shared.value)
    let gateway = payment.market.gateway.configuration.identity.key
    let (name, stranger) = (CMSSigner.holder(of: gateway.publicKey), SigningKey())
    let content = try payment.standing()
    func read(
      _ type: OID = PResData.contentType, by signers: [(CMSSigner, SigningKey)], _ certificates: [[UInt8]] = []
    ) throws -> RefusalCode? {
      let data = try CMSSignedData(type, content.derBytes, by: signers, certificates: certificates)
      return try refused {
        _ = try payment.words.read(PaymentProof(form: "set-inq-res", bytes: data.derBytes))
      }
    }
    #expect(try read(by: [(name, gateway)]) == nil)
    #expect(try read(by: [(name, gateway)], [payment.market.ceremony.root.certificate]) == .proofInvalid)
    #expect(
      try read(by: [(name, gateway), (.holder(of: stranger.publicKey), stranger)]) == .proofInvalid)
    #expect(try read(by: [(name, stranger)]) == .proofInvalid)
    #expect(try read(CapResData.contentType, by: [(name, gateway)]) == .proofInvalid)
  }
}
