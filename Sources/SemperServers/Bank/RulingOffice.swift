import SemperArchive
import SemperBank
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperModel

/// The bank carries out final rulings on its customers' deals: it checks all that the order shows, moves the money whatever the
/// seller does, and answers with its signed word, however often it is asked.
struct RulingOffice: Sendable {
  let bank: Bank
  let key: SigningKey
  let time: any TimeSource

  var routes: [Route] {
    [
      Route(
        .post, "/rulings", summary: "Carries out a final ruling on a deal that was paid here (enforce).",
        limits: RouteLimits(body: 1 << 20, perSecond: 20)
      ) { request, _ in .json(try await enforce(RoleRoutes.statement(request), at: time.now())) }
    ]
  }

  func enforce(_ signed: SignedStatement, at now: Timestamp) async throws -> SignedStatement {
    let order = try VerifiedStatement<EnforceOrder>(verifying: signed, keys: KeySet()).content
    let title = try order.title(at: key.publicKey)
    guard title.amount.currency == bank.currency else {
      throw Refusal(.wrongCurrency, blame: .peer, "this bank keeps accounts in \(bank.currency)")
    }
    let debt = try await bank.records.transact { transaction in
      if order.account == order.claimant.thumbprint {
        // The deal's own account, which gets no grant.
        _ = try Ledger.open(.customer(order.account), in: title.amount.currency, transaction)
      }
      return try LedgerDebts.enter(
        title: title.claim, from: title.seller, to: order.account, amount: title.amount,
        // Of this seller's deal: another's may have been given the same id, to use up what can be given in this one.
        within: (title.seller.bytes + title.deal.bytes, title.most), at: now, transaction)
    }
    guard debt.amount == title.amount else {
      throw Refusal(.alreadyDecided, blame: .peer, "another final ruling on this claim was carried out before")
    }
    let word = Enforcement(
      bank: key.thumbprint, ruling: title.ruling, deal: title.deal, seller: title.seller, account: debt.creditor,
      amount: debt.amount, paid: Money(minorUnits: debt.paid, debt.amount.currency), issued: now)
    return try SignedStatement(word, signedBy: [key])
  }
}
