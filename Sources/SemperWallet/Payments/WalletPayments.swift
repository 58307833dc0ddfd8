import SemperArchive
public import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
public import SemperModel
public import SemperPayments
import SemperTerms

/// A wallet's means of payment behind its payment manager.
///
/// Which systems there are only `WalletSystem` knows.
public struct WalletPayments: Sendable {
  /// Agrees on payments and locks them for deals; what is paid outside deals has a manager that runs, for as long as that takes.
  public let manager: PaymentManager
  let around: BuyerDeals.Surroundings
  /// What this wallet pays outside deals.
  let bills: PaidBills
  /// How it and its payees hear of each other.
  let lines: PayeeLines
  /// To which other banks its own one transfers.
  let banks: ReachedBanks
  /// What the owner likes to pay with.
  private let liked: PaymentPreferences
  private let purses: [any PaymentPurse]
  /// The keys of the banks and gateways that this wallet has chosen itself.
  private let providers: PaymentProviders

  init(
    _ deals: BuyerDeals, bank: Offer.Provider, named name: String, card: InsertedCard?, chip: InsertedChip?,
    liking liked: PaymentPreferences
  ) throws {
    around = deals.around
    self.liked = liked
    let keys = around.keys
    bills = PaidBills(records: around.archive.records)
    lines = PayeeLines(records: around.archive.records, transport: around.transport, time: around.time)
    banks = ReachedBanks(bank: bank, transport: around.transport, roles: around.roles, time: around.time)
    let surroundings = PurseSurroundings(
      around: around, bank: bank, bankName: name, banks: banks, coins: deals.purse(at: bank), dealKeys: deals.purseKeys,
      card: card, chip: chip)
    var ledgers = [bank.key]
    var purses: [any PaymentPurse] = []
    for system in WalletSystem.all {
      guard let means = try system.means(Self.id(system.name, keys), surroundings) else { continue }
      purses.append(means.purse)
      ledgers.append(means.ledger)
    }
    self.purses = purses
    providers = PaymentProviders(ledgers)
    manager = try Self.manager(around, lines, purses)
  }

  /// Another manager over the same purses and journal.
  func installed() throws -> PaymentManager { try Self.manager(around, lines, purses) }

  private static func manager(
    _ around: BuyerDeals.Surroundings, _ carrier: any PaymentCarrier, _ purses: [any PaymentPurse]
  ) throws -> PaymentManager {
    let manager = PaymentManager(
      PaymentSurroundings(
        archive: around.archive, keys: PaymentKeys(payee: around.keys.account, secret: around.keys.payments),
        carrier: carrier, time: around.time, logger: around.logger))
    for purse in purses { try manager.install(purse) }
    return manager
  }

  private static func id(_ name: String, _ keys: WalletKeys) throws -> PurseID {
    let context = Array("purse/\(name)".utf8)
    return try PurseID(
      bytes: KeyDerivation.bytes(from: keys.payments, for: .dealKey, context: context, length: PurseID.size))
  }

  /// What is liked: the system alone that the person names, else what the owner has set.
  ///
  /// Throws `WalletError` for a system that there is no purse for.
  public func preferences(paying system: String?) throws -> PaymentPreferences {
    guard let system else { return liked }
    let all = manager.purses.map(\.scheme)
    guard all.contains(where: { $0.name == system }) else {
      throw WalletError(
        .notPossible, .errorSystem,
        ["system": String(system.prefix(64)), "known": all.map(\.name).joined(separator: ", ")])
    }
    return PaymentPreferences(avoided: all.filter { $0.name != system })
  }

  private func chooser(on found: FoundOffer) -> MeansChooser {
    let terms = found.terms.content
    return MeansChooser(display: around.display, seller: found.sellerName, title: found.offer.content.title.text) {
      (try? terms.level(paying: $0)) ?? .evidence
    }
  }

  /// Comes to a means of payment with the seller of an offer. Nothing is paid by that, and nobody is bound.
  ///
  /// Refuses (`noCommonPayment`), with all the reasons, when none suits both and the terms.
  public func agree(
    on found: FoundOffer, for deal: ID<Deal>, preferences: PaymentPreferences
  ) async throws -> DealPayment {
    let (offer, digest) = (found.offer.content, found.offer.digest)
    let shop = ShopClient(transport: around.transport, address: offer.shop)
    let proposed = try await shop.paymentOffer(for: deal, on: digest)
    let selection = try await manager.choose(
      from: proposed, payee: offer.seller.thumbprint, reference: DealPayment.reference(deal: deal, offer: digest),
      demands: found.terms.content.paymentDemands(opened: await around.time.now()), preferences: preferences,
      asking: chooser(on: found))
    let confirmation = try await shop.confirmation(of: selection.signed, from: proposed, for: deal)
    let agreed = try await manager.agree(
      offer: proposed, selection: selection.signed, confirmation: confirmation, payee: offer.seller.thumbprint)
    guard let provider = agreed.terms.option.provider else {
      throw Refusal(.lockMissing, blame: .peer, "the agreed means of payment names no ledger")
    }
    // A refund may come as soon as the deal is over.
    try await lines.open(to: offer.shop, for: agreed.digest)
    let payment = DealPayment(agreement: agreed.agreement, ledger: try providers.key(of: provider))
    _ = try payment.verified(deal: deal, on: offer, digest)
    return payment
  }
}
