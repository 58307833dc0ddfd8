import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel
import SemperPayments

/// How a wallet's payment manager and those of its payees hear of each other: ours sends, and asks what theirs have to say.
struct PayeeLines: PaymentCarrier {
  /// Agreement → `PayeeLine`.
  private static let lines = RecordTable("wallet_payees")
  /// A token that comes while its operation is between two states is taken a little later.
  private static let tries = 10
  private static let pause = Span(seconds: 1)

  let records: any Records
  let transport: any Transport
  let time: any TimeSource

  /// Remembers where the payee of an agreed payment is. One that is known stays as it is.
  func open(to shop: Address, for agreement: Digest) async throws {
    let line = PayeeLine(shop: shop)
    try await records.transact { _ = try $0.insert(line.canonicalBytes, for: agreement.bytes, in: Self.lines) }
  }

  func line(for agreement: Digest) async throws -> PayeeLine? {
    try await records.read { try $0.value(agreement.bytes, in: Self.lines) }.map { try PayeeLine(canonicalBytes: $0) }
  }

  func carry(_ token: SignedStatement, under terms: PaymentTerms, from party: PaymentParty) async throws {
    guard party == .payer, let line = try await line(for: terms.agreement) else {
      throw Refusal(.notSupported, blame: .us, "this wallet knows no way to the other side of this payment")
    }
    try await shop(line).bring(token)
  }

  /// Takes what the payee has said since the last time. Returns whether there was anything.
  func hear(_ agreement: Digest, waiting: Bool, by manager: PaymentManager) async throws -> Bool {
    guard var line = try await line(for: agreement) else { return false }
    let news = try await shop(line).tokens(of: agreement, after: line.taken, waiting: waiting)
    for token in news {
      try await take(token, by: manager)
      line.taken += 1
      let bytes = line.canonicalBytes
      try await records.transact { try $0.set(bytes, for: agreement.bytes, in: Self.lines) }
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

  private func shop(_ line: PayeeLine) -> ShopClient { ShopClient(transport: transport, address: line.shop) }
}
