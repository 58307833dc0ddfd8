import SemperCryptography
import SemperModel
public import SemperPayments

// Which movements of the card's and the merchant's accounts belong to a payment.
extension SETSide {
  /// From the gateway's signed answers. What a merchant voids, it tells nobody; so a cardholder's statement does not name the payment that
  /// was given back then.
  public static func movements(
    of opening: PaymentOpening, ending conclusion: PaymentConclusion?
  ) -> [MovementName] {
    guard let gateway = try? SETParticulars(opening.particulars).gateway, let conclusion else { return [] }
    let words = SETWords(gateway: gateway)
    return conclusion.proofs.compactMap { try? words.read($0) }.flatMap { postings(by: $0, opening.task.party) }
      .map { .operation($0, at: gateway.thumbprint) }
  }

  private static func postings(by word: SETWord, _ party: PaymentParty?) -> [ID<Operation>] {
    switch word {
    case .approval(let data) where party == .payer: [GatewayPosting.hold(data.tags.transaction.xid)]
    // What is captured at once is, after the hold, the third thing that the request moves.
    case .approval(let data): [GatewayPosting.step(2, of: data.tags.tags.rrpid)]
    case .standing(let data): [GatewayPosting.hold(data.transaction.xid)]
    case .capture(let data): [GatewayPosting.step(0, of: data.tags.rrpid)]
    case .credit(let data): credits(data.tags.rrpid)
    case .void, .error: []
    }
  }

  /// At once, or for a card that another bank has issued by way of what is put aside while that bank is asked.
  private static func credits(_ request: RRPID) -> [ID<Operation>] {
    [
      GatewayPosting.step(0, of: request), GatewayPosting.step(100, of: request),
      GatewayPosting.reserve(GatewayPosting.question(100, of: request)),
    ]
  }
}
