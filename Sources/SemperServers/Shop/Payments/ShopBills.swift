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

  let payments: ShopPayments
  let meters: ShopMeters
  let records: any Records

  private var manager: PaymentManager { payments.manager }

  /// Makes a bill and signs the ways to pay it. It takes every means that the shop has: money for nothing needs no lock. One with a
  /// meter takes those that pay in steps.
  func issue(
    _ amount: Money, for title: HumanText, notAfter: Timestamp, meter: BillMeter? = nil
  ) async throws -> Bill {
    var generator = SystemRandomNumberGenerator()
    let bill = Bill(id: ID(using: &generator), title: title, amount: amount, notAfter: notAfter, meter: meter)
    try await meters.make(for: bill)
    let request = PaymentRequest(amount: amount, reference: bill.reference, notAfter: notAfter)
    let issued = IssuedBill(
      OfferedBill(bill: bill, offer: try await payments.offer(request, metered: meter != nil)))
    try await keep(issued)
    return bill
  }

  /// Ends the meter of a bill. Refuses (`unknownPayment`) one that this shop has not made, and (`notFound`) one without meter.
  func stop(_ id: ID<Bill>) async throws -> (bill: Bill, status: PaymentStatus?) {
    let issued = try await bill(id)
    try await meters.end(issued.offered.bill.reference)
    return (issued.offered.bill, try await status(of: issued))
  }

  /// Refuses (`unknownPayment`) a bill that this shop has not made.
  func bill(_ id: ID<Bill>) async throws -> IssuedBill {
    guard let bill = try await issued(id.bytes) else {
      throw Refusal(.unknownPayment, blame: .peer, "this shop has made no such bill; ask the seller for the link again")
    }
    return bill
  }

  /// A bill by the bytes of its id; `nil` when there is none.
  func issued(_ id: [UInt8]) async throws -> IssuedBill? {
    try await records.read { try $0.value(id, in: Self.bills) }.map { try IssuedBill(canonicalBytes: $0) }
  }

  /// Agrees to a payer's selection and is ready for the money. The same selection gets the same confirmation; who selects first
  /// is the payer.
  func take(_ selection: SignedStatement, for id: ID<Bill>) async throws -> SignedStatement {
    var issued = try await bill(id)
    let agreed = try await manager.confirm(selection, of: issued.offered.offer)
    _ = try await manager.receive(agreed)
    issued.agreement = agreed.digest
    try await keep(issued)
    return agreed.agreement.confirmation
  }

  /// All bills, each with how its payment stands, `nil` before anybody has selected a way to pay it.
  func all() async throws -> [(bill: Bill, status: PaymentStatus?)] {
    var bills: [(bill: Bill, status: PaymentStatus?)] = []
    for issued in try await kept() {
      bills.append((issued.offered.bill, try await status(of: issued)))
    }
    return bills
  }

  /// Those that somebody has selected a way to pay, each with what was agreed then.
  func agreed() async throws -> [(agreement: Digest, bill: Bill)] {
    try await kept().compactMap { issued in issued.agreement.map { ($0, issued.offered.bill) } }
  }

  private func kept() async throws -> [IssuedBill] {
    try await records.read { try $0.list(Self.bills, prefix: [], after: nil, limit: Self.most).map(\.value) }
      .map { try IssuedBill(canonicalBytes: $0) }
  }

  private func status(of issued: IssuedBill) async throws -> PaymentStatus? {
    guard let agreement = issued.agreement else { return nil }
    return try await manager.status(of: manager.received(under: agreement))
  }

  private func keep(_ issued: IssuedBill) async throws {
    let (id, bytes) = (issued.offered.bill.id.bytes, issued.canonicalBytes)
    try await records.transact { try $0.set(bytes, for: id, in: Self.bills) }
  }
}
