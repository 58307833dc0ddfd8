import SemperCommerce
import SemperCommunication
import SemperCredentialSystems
import SemperCryptography
import SemperEngine
import SemperModel
import SemperTestMoney

/// How a shop gives money back in a step of a deal: from its account at the bank of the offer, to the account of the buyer's key in the
/// deal, which the bank opens where there is none. And how it issues rights, under the key that its offers are signed by.
struct ShopStepMeans: StepMeans {
  private static let pause = Span(seconds: 2)
  let counterparts: Counterparts
  let disputes: ShopDisputes
  let issued: IssuedRights
  let rights = DealRights(SDJWTCredentials())

  func giveBack(_ amount: Money, of payment: Digest, turn: Int, in record: DealRecord) async throws -> Digest {
    guard let buyer = record.buyer, let course = record.course else {
      throw Refusal(.unknownDeal, blame: .us, "nobody has ordered in this deal")
    }
    let bank = record.offer.bank
    return try await StepRefund(
      transport: counterparts.transport, address: counterparts.address(of: bank), bank: bank.key
    ).give(
      amount, to: buyer, in: record.opening.deal, turn: turn, from: counterparts.key, issued: course.begun)
  }

  func objection(to money: SentMoney, in record: DealRecord) async throws -> Refusal? {
    Refusal(.notSupported, blame: .us, "a shop takes money in fair exchanges only")
  }

  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    let time = counterparts.time
    while true {
      let asked = await time.now()
      if let ruling = try await disputes.ruling(in: record, until: until) { return ruling }
      if asked > until { return nil }
      try await time.wait(until: asked.advanced(by: Self.pause))
    }
  }

  func issue(_ item: String, in record: DealRecord) async throws -> HandedCredential {
    let handed = try rights.issue(item, in: record, by: counterparts.key)
    try await issued.note(handed, of: record.opening.deal)
    return handed
  }

  func objection(to credential: HandedCredential, in record: DealRecord) async throws -> Refusal? {
    rights.objection(to: credential, in: record, at: await counterparts.time.now())
  }
}
