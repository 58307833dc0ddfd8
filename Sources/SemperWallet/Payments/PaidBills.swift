import SemperArchive
import SemperCoding
import SemperCommerce
import SemperModel

/// The bills that a wallet pays or has paid.
struct PaidBills: Sendable {
  private static let bills = RecordTable("wallet_paid_bills")
  private static let most = 10_000

  let records: any Records

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
}
