import SemperCertification
import SemperCoding
package import SemperCommerce
import SemperCryptography
package import SemperEngine
package import SemperModel
import SemperTerms
package import SemperTrustedUI

/// Asks the owner's roles about the acts of a deal before the owner is asked. What an act takes is computed from the signed offer, the terms
/// and what was found out about them; the seller and its service have no say in it.
package struct RoleDesk: Sendable {
  let roles: WalletRoles
  let display: any TrustedDisplay
  let time: any TimeSource
  /// What was found out about the terms before the deal; `nil` where nobody looked.
  let appraisal: ServiceAppraisal?

  package init(roles: WalletRoles, display: any TrustedDisplay, time: any TimeSource, appraisal: ServiceAppraisal?) {
    self.roles = roles
    self.display = display
    self.time = time
    self.appraisal = appraisal
  }

  private var words: RoleWords { RoleWords(texts: WalletTexts.of(display.language)) }

  /// Whether a role says yes to the offer.
  func order(_ record: DealRecord) async throws -> RoleAnswer {
    let shown = record.terms.requirements?.buyer ?? []
    let needs = [.order, .reserve(record.offer.price)] + shown.map(RoleNeed.show)
    return try await answer(needs, .order, record, amount: record.offer.price)
  }

  /// What a role gives in a step; `nil` where the owner has to.
  func step(_ items: [String], _ record: DealRecord) async throws -> FilledStep? {
    guard let needs = record.needs(toGive: items) else { return nil }
    let suits: @Sendable (CapabilityRole) -> Bool = { record.step(giving: items, as: $0) != nil }
    let answer = try await told(answer(needs, .give, record, amount: Self.amount(needs), suits: suits))
    guard case .granted(let role, _) = answer else { return nil }
    return record.step(giving: items, as: role)
  }

  /// The option that a role takes; `nil` where the owner has to.
  func option(_ options: [String], _ record: DealRecord) async throws -> String? {
    guard case .granted(_, let option) = try await told(answer([.choose(options)], .choose, record)) else { return nil }
    return option
  }

  /// Whether a role signs what the other side has filled in.
  func signs(_ deed: Deed, _ record: DealRecord) async throws -> Bool {
    let needs = record.needs(toSign: deed)
    guard case .granted = try await told(answer(needs, .sign, record, amount: Self.amount(needs))) else { return false }
    return true
  }

  /// Whether a role pays a bill: there are no terms, so only one that is for this shop does.
  package func pays(_ bill: Bill, to seller: Thumbprint) async throws -> RoleAnswer {
    let act = RoleAct(for: RoleSubject(terms: nil, shop: seller), needs: [.pay(bill.amount)])
    let use = RoleUse(
      .bill, of: try ID(bytes: bill.id.bytes), turn: 0, title: bill.title.text, amount: bill.amount,
      at: await time.now())
    // By all that it says: a seller chooses the ids of its bills.
    let answer = try await roles.answer(act, in: [1] + Digest(plain: bill.canonicalBytes).bytes, as: use)
    if case .granted(let role, _) = answer { display.note(words.answered(role.name, use)) }
    return answer
  }

  /// Lines for the owner about roles that might have answered.
  func lines(_ hints: [RoleHint]) -> [String] { words.lines(hints) }

  /// Likewise for a refusal, in English.
  func reason(_ hints: [RoleHint]) -> String {
    RoleWords(texts: WalletTexts.of(.english)).lines(hints).map { "; " + $0 }.joined()
  }

  private func told(_ answer: RoleAnswer) -> RoleAnswer {
    if case .asked(let hints) = answer { lines(hints).forEach(display.note) }
    return answer
  }

  private func answer(
    _ needs: [RoleNeed], _ kind: RoleUse.Kind, _ record: DealRecord, amount: Money? = nil,
    suits: @escaping @Sendable (CapabilityRole) -> Bool = { _ in true }
  ) async throws -> RoleAnswer {
    let (turn, title) = (record.course?.turn ?? 0, record.offer.title.text)
    let use = RoleUse(
      kind, of: try ID(bytes: record.opening.deal.bytes), turn: turn, title: title, amount: amount, at: await time.now()
    )
    let answer = try await roles.answer(
      RoleAct(for: subject(record), turn: turn, needs: needs), in: [0] + record.opening.deal.bytes, as: use,
      suits: suits)
    if case .granted(let role, _) = answer { display.note(words.answered(role.name, use)) }
    return answer
  }

  private func subject(_ record: DealRecord) -> RoleSubject {
    let isEvaluated = appraisal?.standing == .evaluated && appraisal?.service == record.opening.terms.digest
    let says = isEvaluated ? appraisal?.says ?? [] : []
    return RoleSubject(
      terms: record.opening.terms.digest, shop: record.offer.seller.thumbprint, grade: says.map(\.grade).min(),
      evaluators: Dictionary(
        says.compactMap { said in said.key.map { ($0, said.grade) } }, uniquingKeysWith: { min($0, $1) }),
      isWorse: appraisal?.before?.isWorse ?? false)
  }

  private static func amount(_ needs: [RoleNeed]) -> Money? {
    needs.reduce(nil) { sum, need in
      guard case .pay(let amount) = need else { return sum }
      return sum.map { $0.adding(amount) ?? amount } ?? amount
    }
  }
}
