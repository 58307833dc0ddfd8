import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// The bills of a shop: makes them, and receives what they ask for by its payment manager.
struct ShopBills: Sendable {
  private static let bills = RecordTable("shop_bills")
  private static let most = 10_000
  /// How long a refund may take until its first word lies ready for the payer.
  private static let patience = Span(seconds: 5)

  let payments: ShopPayments
  let records: any Records

  private var manager: PaymentManager { payments.manager }

  /// Makes a bill and signs the ways to pay it. It takes every means that the shop has: money for nothing needs no lock.
  func issue(_ amount: Money, for title: HumanText, notAfter: Timestamp) async throws -> Bill {
    var generator = SystemRandomNumberGenerator()
    let bill = Bill(id: ID(using: &generator), title: title, amount: amount, notAfter: notAfter)
    let request = PaymentRequest(amount: amount, reference: bill.reference, notAfter: notAfter)
    let issued = IssuedBill(OfferedBill(bill: bill, offer: try await payments.offer(request)))
    try await keep(issued)
    return bill
  }

  /// Refuses (`unknownPayment`) a bill that this shop has not made.
  func bill(_ id: ID<Bill>) async throws -> IssuedBill {
    guard let bytes = try await records.read({ try $0.value(id.bytes, in: Self.bills) }) else {
      throw Refusal(.unknownPayment, blame: .peer, "this shop has made no such bill; ask the seller for the link again")
    }
    return try IssuedBill(canonicalBytes: bytes)
  }

  /// Agrees to a payer's selection and is ready for the money. The same selection gets the same confirmation; who selects first
  /// is the payer.
  func take(_ selection: SignedStatement, for id: ID<Bill>) async throws -> SignedStatement {
    var issued = try await bill(id)
    let agreed = try await manager.confirm(selection, of: issued.offered.offer)
    issued.payment = try await manager.receive(agreed)
    try await keep(issued)
    return agreed.agreement.confirmation
  }

  /// All bills, each with how its payment stands, `nil` before anybody has selected a way to pay it.
  func all() async throws -> [(bill: Bill, status: PaymentStatus?)] {
    let kept = try await records.read { try $0.list(Self.bills, prefix: [], after: nil, limit: Self.most).map(\.value) }
    var bills: [(bill: Bill, status: PaymentStatus?)] = []
    for bytes in kept {
      let issued = try IssuedBill(canonicalBytes: bytes)
      var status: PaymentStatus?
      if let payment = issued.payment { status = try await manager.status(of: payment) }
      bills.append((issued.offered.bill, status))
    }
    return bills
  }

  /// Begins to give some of a paid bill back, or all that is left. The payer takes it when it asks next, which it can do as soon
  /// as this returns.
  ///
  /// - Parameter key: the same refund asked for again is the same refund.
  func refund(_ id: ID<Bill>, amount: Money?, reason: HumanText, key: Nonce) async throws -> PaymentStatus {
    guard let payment = try await bill(id).payment else {
      throw Refusal(.unknownPayment, blame: .us, "nobody has paid this bill")
    }
    let paid = try await manager.status(of: payment)
    guard paid.state == .settled, let whole = paid.amount else {
      throw Refusal(.unknownPayment, blame: .us, "this bill is not paid; it is “\(paid.state.rawValue)”")
    }
    let left = Money(minorUnits: whole.minorUnits - (paid.refunded?.minorUnits ?? 0), whole.currency)
    let (outbox, time) = (payments.outbox, payments.time)
    let agreement = try await manager.evidence(of: payment, for: .paid).agreement.digest
    let told = try await outbox.tokens(of: agreement, after: 0, until: time.now()).count
    let refund = try await manager.refund(
      payment, amount: amount ?? left, reason: reason.text, key: IdempotencyKey(key))
    _ = try await outbox.tokens(of: agreement, after: told, until: time.now().advanced(by: Self.patience))
    return try await manager.status(of: refund)
  }

  private func keep(_ issued: IssuedBill) async throws {
    let (id, bytes) = (issued.offered.bill.id.bytes, issued.canonicalBytes)
    try await records.transact { try $0.set(bytes, for: id, in: Self.bills) }
  }
}
