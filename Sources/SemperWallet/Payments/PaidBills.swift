import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// The bills that a wallet pays or has paid, and the way to their sellers.
struct PaidBills: PaymentCarrier {
  private static let bills = RecordTable("wallet_paid_bills")
  private static let most = 10_000
  /// A token that comes while its operation is between two states is taken a little later.
  private static let tries = 10
  private static let pause = Span(seconds: 1)

  let records: any Records
  let transport: any Transport
  let time: any TimeSource

  func keep(_ paid: PaidBill) async throws {
    try await records.transact { try $0.set(paid.canonicalBytes, for: paid.bill.id.bytes, in: Self.bills) }
  }

  func all() async throws -> [PaidBill] {
    try await records.read { try $0.list(Self.bills, prefix: [], after: nil, limit: Self.most).map(\.value) }
      .map { try PaidBill(canonicalBytes: $0) }
  }

  func bill(_ id: ID<Bill>) async throws -> PaidBill? {
    try await records.read { try $0.value(id.bytes, in: Self.bills) }.map { try PaidBill(canonicalBytes: $0) }
  }

  func shop(of paid: PaidBill) -> ShopClient { ShopClient(transport: transport, address: paid.shop) }

  /// Deals are paid under locks, where the sides have nothing to tell each other; what would have to be told is refused.
  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    guard party == .payer, let paid = try await all().first(where: { $0.agreement == terms.agreement }) else {
      throw Refusal(.notSupported, blame: .us, "this wallet knows no way to the other side of this payment")
    }
    try await shop(of: paid).bring(token)
  }

  /// Takes what the seller has said since the last time. Returns whether there was anything.
  func hear(_ id: ID<Bill>, waiting: Bool, by manager: PaymentManager) async throws -> Bool {
    guard var paid = try await bill(id), let agreement = paid.agreement else { return false }
    let news = try await shop(of: paid).tokens(of: agreement, after: paid.taken, waiting: waiting)
    for token in news {
      try await take(token, by: manager)
      paid.taken += 1
      try await keep(paid)
    }
    return !news.isEmpty
  }

  private func take(_ token: SignedStatement, by manager: PaymentManager) async throws {
    for _ in 0..<Self.tries {
      do {
        return try await manager.take(token)
      } catch let refusal as Refusal where refusal.code.isPassing {
        try await time.wait(until: time.now().advanced(by: Self.pause))
      } catch is Refusal {
        // What is wrong with it does not get better; the payment stands as it is, and later tokens may be right.
        return
      }
    }
    throw Refusal(.unavailable, blame: .us, "the payment is still busy with what was said before; try again")
  }
}
