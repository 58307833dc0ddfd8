import SemperModel

/// Finds the purses that an offer can be paid with. Only this side's own purses are looked at, and the other side never learns
/// of them.
struct PaymentNegotiator {
  let preferences: PaymentPreferences
  let demands: PaymentDemands
  let now: Timestamp

  /// - Parameter amount: what the payer wants to pay, where the offer leaves that to it.
  func weigh(
    _ offer: PaymentOffer, amount: Money?, purses: [any PaymentPurse]
  ) async throws -> PaymentChoice {
    var candidates: [PaymentChoice.Candidate] = []
    var mismatches: [PaymentChoice.Mismatch] = []
    for (index, option) in offer.options.enumerated() {
      let able = purses.filter { $0.descriptor.scheme == option.scheme && $0.descriptor.role.pays }
      if able.isEmpty {
        mismatches.append(
          PaymentChoice.Mismatch(
            option: index, purse: nil, scheme: option.scheme,
            refusal: Refusal(.notSupported, blame: .us, "there is no purse for it")))
      }
      for purse in able {
        do {
          candidates.append(try await candidate(index, option, offer, amount ?? option.amount, purse))
        } catch let refusal as Refusal {
          mismatches.append(
            PaymentChoice.Mismatch(
              option: index, purse: purse.descriptor.id, scheme: option.scheme, refusal: refusal))
        }
      }
    }
    let offered = Set(offer.options.map(\.scheme))
    let untaken = purses.map(\.descriptor).filter { $0.role.pays && !offered.contains($0.scheme) }.map(\.scheme)
    return PaymentChoice(candidates: candidates.sorted(by: precedes), mismatches: mismatches, untaken: untaken)
  }

  private func candidate(
    _ index: Int, _ option: PaymentOption, _ offer: PaymentOffer, _ amount: Money, _ purse: any PaymentPurse
  ) async throws -> PaymentChoice.Candidate {
    try require(option, offer, amount, purse.descriptor)
    let fit = try await purse.fit(option, amount: amount)
    return PaymentChoice.Candidate(
      option: index, purse: purse.descriptor.id, scheme: option.scheme, amount: amount, fit: fit)
  }

  /// What can be told of any payment system.
  private func require(
    _ option: PaymentOption, _ offer: PaymentOffer, _ amount: Money, _ purse: PurseDescriptor
  ) throws(Refusal) {
    guard !preferences.avoided.contains(option.scheme) else {
      throw Refusal(.userDeclined, blame: .us, "the preferences avoid it")
    }
    if let expires = purse.expires, expires <= now {
      throw Refusal(.expired, blame: .us, "the purse expired at \(expires)")
    }
    guard option.brand == purse.brand else {
      throw Refusal(.notAccredited, blame: .peer, "the payee takes “\(option.brand)”, the purse is “\(purse.brand)”")
    }
    guard option.provider == nil || purse.provider == nil || option.provider == purse.provider else {
      throw Refusal(.notAccredited, blame: .peer, "the payee is served by another bank than this purse")
    }
    try PaymentTerms.check(amount, of: option, offer.choice)
    try purse.limits.require(amount)
    // What the payee says about its system is not believed where our own purse knows less of it.
    let demanded = demands.joined(with: offer.demands)
    try demanded.require(option.properties)
    try demanded.require(purse.properties)
  }

  private func precedes(_ left: PaymentChoice.Candidate, _ right: PaymentChoice.Candidate) -> Bool {
    let (a, b) = (preferences.rank(of: left.scheme), preferences.rank(of: right.scheme))
    if a != b { return a < b }
    if left.option != right.option { return left.option < right.option }
    if left.fit.cost != right.fit.cost { return left.fit.cost.minorUnits < right.fit.cost.minorUnits }
    return left.purse.description < right.purse.description
  }
}
