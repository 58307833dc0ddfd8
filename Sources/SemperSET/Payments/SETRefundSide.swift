import SemperCoding
import SemperModel
import SemperPayments

/// The cardholder of a refund that the merchant has begun: waits for the gateway's word that the money is back.
struct SETRefundSide: PaymentRole {
  /// The number of the order that was paid.
  let order: LocalID?
  let amount: Money
  /// The digest of the merchant's `payment-refund`.
  let refund: SemperModel.Digest
  let words: SETWords

  func judge(_ body: [UInt8]) throws(Refusal) { _ = try proof(in: body) }

  private func proof(in body: [UInt8]) throws(Refusal) -> PaymentProof {
    let proof: PaymentProof
    do {
      proof = try PaymentProof(canonicalBytes: SETPaper(body, of: 1).messages[0])
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.malformed, blame: .peer, "the gateway's answer cannot be read: \(error)")
    }
    try words.read(proof).requireCredit(amount, refund, of: order)
    return proof
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .token(let bytes):
      guard let proof = try? proof(in: bytes) else { return [] }
      return [.conclude(.settled(amount, [proof]))]
    case .begin, .answer, .doubt, .turnedDown: return []
    }
  }
}
