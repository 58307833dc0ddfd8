import SemperCoding
public import SemperCryptography
public import SemperModel

extension ShopClient {
  /// A bill with the ways to pay it.
  public func bill(_ id: ID<Bill>) async throws -> OfferedBill { try await shop.get("/bills/\(id)") }

  /// The seller's confirmation of our selection from a bill's offer; from then on it is ready to be paid.
  public func confirmation(of selection: SignedStatement, for bill: ID<Bill>) async throws -> SignedStatement {
    try await shop.post(selection, to: "/bills/\(bill)/selection")
  }

  /// Brings what we say about a payment. Returns when the seller has it durably.
  public func bring(_ token: SignedStatement) async throws {
    let _: JSON = try await shop.post(token, to: "/payments/tokens")
  }

  /// What the seller has said about a payment, after so many; waits for news if wanted.
  public func tokens(
    of agreement: Digest, after count: Int, waiting: Bool
  ) async throws -> [SignedStatement] {
    try await shop.get(
      "/payments/\(agreement)/tokens", ["after": String(count), "wait": waiting ? "1" : "0"],
      within: Self.patienceForNews)
  }
}
