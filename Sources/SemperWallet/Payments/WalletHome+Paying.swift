public import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
public import SemperModel
import SemperPayments
import SemperPreferences
import SemperTrustedUI

// Payments outside deals.
extension WalletHome {
  /// Finds a bill at its shop, which a trusted authority must have certified.
  public func find(_ link: BillLink) async throws -> FoundBill {
    let seller = try await OfferFinder(transport, roles: deals.around.roles)
      .role(.shop, at: link.shop, now: await time.now())
    let offered = try await ShopClient(transport: transport, address: link.shop).bill(link.bill)
    guard offered.bill.id == link.bill else {
      throw Refusal(.notAsOffered, blame: .peer, "the shop shows another bill than the link leads to")
    }
    return FoundBill(offered: offered, seller: seller)
  }

  /// Pays a bill after the person, or the wallet's policy, has said yes. May be called again, also after a crash: it is paid once.
  ///
  /// - Parameters:
  ///   - system: the only payment system that may be used; by default any that suits both sides.
  ///   - patience: how long to wait for the end; after that the payment goes on with the next `pay` or `takeRefunds`.
  public func pay(_ found: FoundBill, paying system: String? = nil, patience: Span) async throws -> BillPayment {
    let (bill, preferences) = (found.offered.bill, try payments.preferences(paying: system))
    let deadline = await time.now().advanced(by: patience)
    return try await payments.running { manager in
      let paid: PaidBill
      if let before = try await payments.bills.bill(bill.id), before.bill == bill {
        paid = before
      } else {
        paid = try await chosen(found, preferences, manager)
      }
      try await payments.begin(paid, by: manager)
      let agreed = try await payments.bills.bill(bill.id)?.agreement
      try await payments.follow([agreed].compactMap(\.self), by: manager, until: deadline)
      return try await payments.standing(of: bill.id, manager)
    }
  }

  /// What the payer has agreed to, kept.
  private func chosen(
    _ found: FoundBill, _ preferences: PaymentPreferences, _ manager: PaymentManager
  ) async throws -> PaidBill {
    let (bill, offer) = (found.offered.bill, found.offered.offer)
    let selection = try await manager.choose(
      from: offer, payee: found.seller.description.key.thumbprint, reference: bill.reference, preferences: preferences,
      asking: MeansChooser(display: deals.around.display, seller: found.sellerName, title: bill.title.text) { _ in
        BillPayment.level
      })
    guard selection.content.amount == bill.amount else {
      let asked = selection.content.amount
      throw Refusal(.amountMismatch, blame: .peer, "the bill says \(bill.amount), its offer \(asked)")
    }
    let option = try VerifiedStatement<PaymentOffer>(verifying: offer, keys: KeySet()).content
      .options[selection.content.option]
    guard WalletSystem.isMetered(option) == (bill.meter != nil) else {
      throw Refusal(
        .amountMismatch, blame: .peer,
        "the bill is paid \(bill.meter == nil ? "at once" : "as a meter runs"), its offer is not")
    }
    let dialog = BillDialog(bill: bill, seller: found.sellerName, option: option, texts: texts)
    try await agree(dialog, to: selection.digest, of: found.seller.description.key.thumbprint)
    let paid = PaidBill(found, selection.signed)
    try await payments.bills.keep(paid)
    return paid
  }

  private var texts: Texts { WalletTexts.of(deals.around.display.language) }

  private func agree(_ dialog: BillDialog, to selection: Digest, of seller: Thumbprint) async throws {
    switch deals.around.policy.verdict(on: dialog.bill.amount) {
    case .allow: return
    case .deny(let reason): throw Refusal(.limitExceeded, blame: .us, reason)
    case .ask: break
    }
    let desk = RoleDesk(roles: roles, display: deals.around.display, time: time, appraisal: nil)
    guard case .asked(let hints) = try await desk.pays(dialog.bill, to: seller) else { return }
    var dialog = dialog
    dialog.roles = desk.lines(hints)
    let answer = try await deals.around.display.ask(dialog.dialog(about: selection))
    guard answer.isYes, answer.subject == selection else {
      throw Refusal(.userDeclined, blame: .us, "you said no; nothing was paid" + desk.reason(hints))
    }
  }
}
