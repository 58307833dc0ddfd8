public import SemperCommerce
import SemperCryptography
public import SemperExchange
public import SemperModel
public import SemperPreferences
public import SemperTerms
public import SemperTrustedUI

/// How a buyer decides: the policy first, then the person where the policy says so; after the offer everything follows from
/// what was agreed, so a phase that went as agreed satisfies and one that did not does not.
public struct BuyerJudgement: DealJudgement {
  private let display: any TrustedDisplay
  private let policy: SpendingPolicy
  private let seller: String
  private let arbiter: String?
  /// What was found out about the terms before the deal; `nil` where nobody looked.
  private let appraisal: ServiceAppraisal?
  private let clock: PhaseClock?
  /// What the buyer has said to the steps of a deal of many; without them it gives nothing and signs nothing.
  private let words: StepWords?
  /// What may be done without asking; without it everything is asked.
  private let roles: RoleDesk?

  /// - Parameters:
  ///   - seller: the seller's name as its certificate has it.
  ///   - arbiter: likewise; `nil` when only its address is known.
  public init(display: any TrustedDisplay, policy: SpendingPolicy, seller: String, arbiter: String?) {
    self.init(
      display: display, policy: policy, seller: seller, arbiter: arbiter, appraisal: nil, clock: nil, words: nil,
      roles: nil)
  }

  init(
    display: any TrustedDisplay, policy: SpendingPolicy, seller: String, arbiter: String?,
    appraisal: ServiceAppraisal?, clock: PhaseClock?, words: StepWords?, roles: RoleDesk?
  ) {
    self.roles = roles
    self.appraisal = appraisal
    self.words = words
    self.clock = clock
    self.display = display
    self.policy = policy
    self.seller = seller
    self.arbiter = arbiter
  }

  public func decideAlone(_ phase: Phase, after refusal: Refusal?, in record: DealRecord) -> Decision? {
    clock?.ended(phase, of: record.opening.deal)
    if let refusal { return .dissatisfied(refusal) }
    switch phase {
    case .offer:
      switch policy.verdict(on: record.offer.price) {
      // That the price is agreed to says nothing of the terms.
      case .allow: return appraisal?.isAsked == true ? nil : .satisfied
      case .deny(let reason): return .dissatisfied(Refusal(.limitExceeded, blame: .us, reason))
      case .ask: return nil
      }
    case .order, .contract, .payment, .service: return .satisfied
    }
  }

  public func decide(
    _ phase: Phase, after refusal: Refusal?, in record: DealRecord
  ) async throws -> Decision {
    if let alone = decideAlone(phase, after: refusal, in: record) { return alone }
    defer { clock?.ended(phase, of: record.opening.deal) }
    switch try await roles?.order(record) {
    case .granted: return .satisfied
    case .asked(let hints): return try await ask(about: record.offer, record, hints)
    case nil: return try await ask(about: record.offer, record, [])
    }
  }

  public func choose(
    _ options: [String], unexpected: Refusal?, in record: DealRecord
  ) async throws -> String {
    if record.course != nil, let words {
      // What the owner has said comes before what a role says.
      if try await words.said(in: record) == nil, let option = try await roles?.option(options, record) {
        return option
      }
      return try await words.option(in: record)
    }
    let wanted = unexpected == nil ? "satisfied" : "notAsAgreed"
    guard let option = options.first(where: { $0 == wanted }) ?? options.first else {
      throw WalletError(.notPossible, .errorChoices)
    }
    return option
  }

  public func fill(_ items: [String], until: Timestamp, in record: DealRecord) async throws -> FilledStep? {
    guard let words else { return nil }
    if try await words.said(in: record) == nil, let step = try await roles?.step(items, record) { return step }
    return try await words.step(in: record)
  }

  public func objection(to deed: Deed, in record: DealRecord) async throws -> Refusal? {
    guard let words else { return Refusal(.userDeclined, blame: .us, "nobody has looked at what is to be signed") }
    if try await words.said(in: record) == nil, try await roles?.signs(deed, record) ?? false { return nil }
    return try await words.objection(in: record, paying: record.payments(agreedIn: deed))
  }

  /// A buyer has locked its money itself, so only it can propose how that is divided.
  public func agrees(to plan: SettlementPlan, about side: ExchangeSide, in record: DealRecord) async throws -> Bool {
    false
  }

  private func ask(about offer: Offer, _ record: DealRecord, _ hints: [RoleHint]) async throws -> Decision {
    let digest = record.opening.offer.digest
    let dialog = OrderDialog(
      offer: offer, record: record, seller: seller, arbiter: arbiter, means: DealMeans(record), appraisal: appraisal,
      roles: roles?.lines(hints) ?? [],
      texts: WalletTexts.of(display.language))
    let answer = try await display.ask(dialog.dialog(about: digest))
    guard answer.isYes, answer.subject == digest else {
      return .dissatisfied(
        Refusal(
          .userDeclined, blame: .us, "you said no; nothing was ordered" + (roles?.reason(hints) ?? "")))
    }
    return .satisfied
  }
}
