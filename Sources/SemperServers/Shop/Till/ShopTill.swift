import SemperChipper
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTerms

/// Answers its owner about the shop's money, and does what the owner says.
struct ShopTill: Sendable {
  let bills: ShopBills
  let desk: DealDesk
  let terms: TermsOfBusiness
  let address: Address
  let door: RightsDoor
  let credentials: ShopCredentials
  let catalogue: Catalogue
  let disputes: ShopDisputes
  let offers: ShopOfferFiles

  private var payments: ShopPayments { bills.payments }

  func answer(_ question: TillQuestion) async throws -> TillAnswer {
    switch question {
    case .purses: return .purses(try await purses())
    case .bill(let amount, let title, let within, let meter):
      let bill = try await bills.issue(
        amount, for: title, notAfter: await payments.time.now().advanced(by: within), meter: meter)
      return .bills([shown(bill, nil)])
    case .stop(let sale):
      let stopped = try await bills.stop(ID(bytes: sale.bytes))
      return .bills([shown(stopped.bill, stopped.status)])
    case .bills: return .bills(try await bills.all().map { shown($0.bill, $0.status) })
    case .deals: return .deals(try await deals())
    case .steps: return .steps(try await desk.steps())
    case .step(let deal, let word):
      try await desk.say(word, in: deal)
      return .heard
    case .raise(let deal, let exception):
      try await desk.raise(exception, in: deal)
      return .heard
    case .holder: return .key(credentials.key.publicKey)
    case .hold(let credential):
      try await credentials.hold(credential)
      try await catalogue.renew()
      return .heard
    case .admit(let shown, let nonce): return .admitted(try await door.admit(shown, nonce: nonce))
    case .refund(let sale, let amount, let reason, let key):
      let refund = try await ShopRefunds(payments: payments)
        .begin(under: agreement(on: sale), amount: amount, reason: reason, key: key)
      return .refund(try refund.amount ?? nothing(), refund.state)
    case .statement(let system, let from, let until):
      return .statement(try await statement(of: system, from: from, until: until))
    case .menu(let system):
      return .menu(try payments.manager.specialOperations(of: till(system).id).map(TillOperation.init))
    case .perform(let system, let name, let amount, let text):
      return try await perform(name, with: input(amount, text), on: till(system))
    case .disputes: return .disputes(try await disputes.all())
    case .claim(let deal, let kind, let amount, let grounds, let carriages):
      guard let machine = try await desk.machine(of: deal) else {
        throw Refusal(.unknownDeal, blame: .us, "this shop knows no such deal")
      }
      return .disputes([
        try await disputes.claim(kind, about: machine, amount: amount, because: grounds, showing: carriages)
      ])
    case .answer(let claim, let stance, let grounds, let carriages):
      return .disputes([try await disputes.answer(claim, stance, grounds, showing: carriages)])
    case .offer(let name): return .offer(try await offers.file(name))
    case .appeal(let claim, let grounds): return .disputes([try await disputes.appeal(claim, grounds)])
    }
  }

  func till(_ system: String) throws(Refusal) -> PurseDescriptor {
    guard let purse = payments.manager.purses.first(where: { $0.scheme.name == system }) else {
      throw Refusal(.unknownPayment, blame: .us, "this shop is not paid with “\(system.prefix(64))”")
    }
    return purse
  }

  private func input(_ amount: Money?, _ text: String?) -> SpecialInput {
    if let amount { return .amount(amount) }
    return text.map { SpecialInput.text($0) } ?? SpecialInput.none
  }

  private func perform(
    _ name: String, with input: SpecialInput, on till: PurseDescriptor
  ) async throws -> TillAnswer {
    let manager = payments.manager
    let menu = try manager.specialOperations(of: till.id)
    guard let operation = menu.first(where: { $0.name == name }) else {
      let known = menu.map(\.name).joined(separator: ", ")
      throw Refusal(
        .notSupported, blame: .us,
        "\(till.scheme) has no operation “\(name.prefix(64))” here" + (known.isEmpty ? "" : "; it has \(known)"))
    }
    let said: String
    do {
      said = try await manager.perform(operation, with: input, on: till.id)
    } catch let failure as CardFailure {
      throw Refusal(.unavailable, blame: .us, failure.message)
    }
    return .done(said, held: try? await manager.balance(of: till.id).available)
  }

  private func purses() async throws -> [OwnedPurse] {
    var shown: [OwnedPurse] = []
    for (till, level) in payments.means(under: terms) {
      // Not every means has an account or counts, and not every bank answers at any time; the rest is told all the same.
      let atBank = try? await payments.manager.balanceAtBank(of: till.id).available
      let held = try? await payments.manager.balance(of: till.id).available
      shown.append(OwnedPurse(till, level: level, atBank: atBank, held: held))
    }
    return shown
  }

  private func deals() async throws -> [TillDeal] {
    var shown: [TillDeal] = []
    for sold in try await SoldDeal.all(bills.records) {
      var status: PaymentStatus?
      // The till that took it may not be installed any more.
      if let agreement = sold.agreement {
        status = try? await payments.manager.status(of: payments.manager.received(under: agreement))
      }
      let ruled = try await disputes.moved(in: sold.deal, currency: sold.paid.currency)
      shown.append(TillDeal(sold, status: status, ruled: ruled))
    }
    return shown
  }

  /// Under which a bill or a deal was paid.
  private func agreement(on sale: ID<Sale>) async throws -> Digest {
    if let sold = try await SoldDeal.deal(sale.bytes, bills.records) {
      guard let agreement = sold.agreement else {
        throw Refusal(
          .outsideTerms, blame: .us,
          "this deal was paid in its steps: what goes back, goes back in its steps, or by a ruling of its arbiter")
      }
      return agreement
    }
    guard let bill = try await bills.issued(sale.bytes) else {
      throw Refusal(.unknownPayment, blame: .us, "this shop knows no such bill, and sold nothing in such a deal")
    }
    guard let agreement = bill.agreement else {
      throw Refusal(.unknownPayment, blame: .us, "nobody has paid this bill")
    }
    return agreement
  }

  private func shown(_ bill: Bill, _ status: PaymentStatus?) -> TillBill {
    TillBill(bill, link: BillLink(shop: address, bill: bill.id), status: status)
  }

  private func nothing() throws(Refusal) -> Money {
    throw Refusal(.unknownPayment, blame: .us, "the refund has no amount")
  }
}
