import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

/// How a wallet learns what an arbiter has ruled in a hearing of one of its deals: by its own claims, and by those that the seller says it
/// has raised. Whatever either says is held against the arbiter's key before it is believed.
struct WalletHearing: Sendable {
  private static let pause = Span(seconds: 2)
  private static let most = 1_000

  let records: any Records
  let transport: any Transport
  let words: StepWords
  let time: any TimeSource

  /// Waits for a final ruling; `nil` once the time is over and the arbiter, asked after that, has none. An arbiter that does not answer then
  /// is asked for as long as the deal is patient.
  func ruling(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    while true {
      let asked = await time.now()
      var hasAnswered = true
      do {
        if let ruling = try await found(in: record, until: until) { return ruling }
      } catch is TransportError {
        hasAnswered = false
      } catch let refusal as Refusal where refusal.code.isPassing {
        hasAnswered = false
      }
      if asked > until, hasAnswered || asked > until.advanced(by: record.opening.patience) { return nil }
      try await words.resting(in: record) { try await time.wait(until: asked.advanced(by: Self.pause)) }
    }
  }

  /// The claims of the seller about a deal. None where the seller does not answer: it has to bring its own ruling.
  func claimsAgainst(_ record: DealRecord) async throws -> [VerifiedStatement<Claim>] {
    let shop = ShopClient(transport: transport, address: record.offer.shop)
    let claims: [SignedStatement]
    do { claims = try await shop.claims(in: record.opening.deal) } catch is TransportError {
      return []
    } catch is Refusal {
      return []
    }
    return claims.compactMap { signed in
      guard let claim = try? VerifiedStatement<Claim>(verifying: signed, keys: KeySet()),
        claim.content.claimant == record.offer.seller, claim.content.deal == record.opening.deal,
        claim.content.arbiter == record.offer.arbiter.key.thumbprint
      else { return nil }
      return claim
    }
  }

  private func found(in record: DealRecord, until: Timestamp) async throws -> SignedStatement? {
    guard let course = record.course else { return nil }
    let against = try await claimsAgainst(record).map { ($0.digest, $0.content.state) }
    let claims = try await own(in: record).map { ($0.claim.digest, $0.content.state) } + against
    let arbiter = DisputeClient(transport: transport, address: record.offer.arbiterAddress)
    for (claim, state) in claims where state == course.position {
      let news = try await arbiter.news(of: claim)
      guard news.id == claim, let final = news.final else { continue }
      if (try? record.heard(final, until: until)) != nil { return final }
    }
    return nil
  }

  /// The claims that this wallet has brought, and the arbiter has taken.
  private func own(in record: DealRecord) async throws -> [WalletDispute] {
    try await records.read { try $0.list(WalletDispute.table, prefix: [], after: nil, limit: Self.most).map(\.value) }
      .map { try WalletDispute(canonicalBytes: $0, limits: EvidenceBundle.limits) }
      .filter { $0.content.deal == record.opening.deal && $0.news != nil }
  }
}
