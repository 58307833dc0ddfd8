public import SemperCardNetwork
import SemperCoding
import SemperCryptography
public import SemperModel

/// The issuer at the other end of an ISO 8583 line. A hold is an authorisation (0100), what takes at once a purchase (0200), a
/// completion an advice (0220), what goes back a credit (0200/20) or a reversal (0400).
///
/// Whatever becomes of the line, a question ends as `CardGateway` says: an answer, or a reversal that the issuer has confirmed.
public struct NetworkIssuer: IssuerLine {
  /// How often something is sent at most while a merchant waits for its answer.
  private static let attempts = 4
  /// Sold over the network without a terminal: miscellaneous retail.
  private static let category = "5999"
  private static let terminal = "SEMPER"

  private let line: CardGateway

  public init(_ line: CardGateway) {
    self.line = line
  }

  public func ask(_ question: IssuerQuestion, as id: ID<Operation>) async throws -> Bool {
    // What was begun goes on as it was: its time is in it.
    let known = try await line.request(of: id)?.request
    let request: CardRequest
    if let known { request = known } else { request = try await self.request(question, as: id) }
    do {
      switch try await perform(request, id).outcome {
      case .answered(let answer): return answer.code == .approved
      case .reversed: return false
      case .disputed:
        throw Refusal(
          .unavailable, blame: .us, "the card's issuer does not reverse what it has not answered; talk to it")
      }
    } catch is CardGatewayError {
      throw Refusal(.unavailable, blame: .us, "the card's issuer has not answered yet; ask again with the same message")
    }
  }

  /// Totals that are being compared are seen to their end first, also where a crash has left them open.
  private func perform(_ request: CardRequest, _ id: ID<Operation>) async throws -> CardGateway.Ended {
    do {
      return try await line.perform(request, id: id, attempts: Self.attempts)
    } catch CardGatewayError.reconciling {
      _ = try await line.recover(attempts: 1)
      return try await line.perform(request, id: id, attempts: Self.attempts)
    }
  }

  private func request(_ question: IssuerQuestion, as id: ID<Operation>) async throws -> CardRequest {
    switch question {
    case .hold(let charge): return .authorise(try Self.transaction(charge, id))
    case .take(let charge): return .purchase(try Self.transaction(charge, id))
    case .complete(let amount, let hold):
      let (name, payment) = try await payment(of: hold)
      return .complete(try payment.amounting(to: amount), of: name)
    case .giveBack(let amount, let taking):
      let (name, payment) = try await payment(of: taking)
      return .credit(try payment.amounting(to: amount), of: name)
    case .undo(let undone, let kept):
      guard let (name, request) = try await line.request(of: undone) else { throw Self.unknown }
      return .reverse(CardRequest.Citation(name: name, type: request.type), kept: kept)
    }
  }

  private func payment(of id: ID<Operation>) async throws -> (SemperCardNetwork.RequestName, CardTransaction) {
    guard let (name, request) = try await line.request(of: id) else { throw Self.unknown }
    switch request {
    case .authorise(let payment), .purchase(let payment), .complete(let payment, _), .credit(let payment, _):
      return (name, payment)
    case .reverse, .reconcile, .network: throw Self.unknown
    }
  }

  private static var unknown: Refusal {
    Refusal(.unknownPayment, blame: .us, "the issuer was never asked about this payment")
  }

  private static func transaction(_ charge: IssuerCharge, _ id: ID<Operation>) throws(CodingError) -> CardTransaction {
    let reference = id.bytes.prefix(6).reduce(0) { $0 << 8 | Int64($1) } % 1_000_000_000_000
    let digits = String(reference)
    return try CardTransaction(
      card: PaymentCard(number: charge.number, expiry: charge.expiry), amount: charge.amount,
      merchant: CardMerchantName(
        category: category, terminal: terminal, id: String(charge.merchant.text.prefix(15)),
        name: String(charge.merchant.text.prefix(40))),
      reference: String(repeating: "0", count: 12 - digits.count) + digits, purpose: charge.purpose, at: charge.time)
  }
}
