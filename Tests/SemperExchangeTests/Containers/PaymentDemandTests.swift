import SemperExchange
import SemperModel
import SemperPayments
import Testing

@Suite("What attributes demand of the means of payment")
struct PaymentDemandTests {
  @Test(
    "anonymity and fairness reach the negotiation, and nothing else does",
    arguments: [
      (SecurityAttributes.none, PaymentDemands()),
      (SecurityAttributes(confidentiality: true, originNonRepudiation: true), PaymentDemands()),
      (SecurityAttributes(anonymity: true), PaymentDemands(anonymity: .anonymous)),
      (SecurityAttributes(fairness: .strong), PaymentDemands(needsLock: true, lockFor: Span(seconds: 60))),
      (SecurityAttributes(fairness: .compensated), PaymentDemands(needsLock: true, lockFor: Span(seconds: 60))),
      (SecurityAttributes(fairness: .evidence), PaymentDemands()),
    ])
  func demands(_ attributes: SecurityAttributes, _ demands: PaymentDemands) {
    #expect(attributes.paymentDemands(lockedFor: Span(seconds: 60)) == demands)
  }
}
