import SemperModel

/// T5: whatever the seller does, the buyer gets what it paid for, its money, or a hearing.
struct WayOutCheck {
  let view: TermsView

  func findings(_ exploration: TermsExploration) -> [Finding] {
    let safe = exploration.forced(by: .buyer) { play in
      TermsOfBusiness.isEnd(play.position) && exploration.rules.exposure(of: .buyer, in: play) == 0 || isHeard(play)
    }
    return exploration.reached.compactMap { state in
      guard view.terms.state(state) != nil else { return nil }
      let lost = exploration.plays(in: state).filter {
        !safe.contains($0.place) && !exploration.ruled.contains($0.place)
      }
      // What it can lose here, or at an end that comes next; the states before are without a way out only because of this one.
      let worst =
        lost.map { found -> Int64 in
          let ends = exploration.moves[found.place].map(\.to).filter {
            !safe.contains($0) && exploration.moves[$0].isEmpty
          }
          return (ends.map { exploration.plays[$0] } + [found.play]).map {
            exploration.rules.exposure(of: .buyer, in: $0)
          }.max() ?? 0
        }.max() ?? 0
      guard worst > 0 else { return nil }
      let amount = Money(minorUnits: worst, view.currency)
      return Finding(
        .wayOut, .error, at: ["states", state],
        "at “\(state)” the buyer can lose up to \(amount.decimal) \(view.currency) and has no way to get it, or to be heard.",
        fix: "Lead to a refund or to a dispute that the buyer can bring about alone, or exchange fairly.")
    }
  }

  /// A dispute in which the buyer can claim something.
  private func isHeard(_ play: Play) -> Bool {
    guard case .dispute(let claims) = view.terms.state(play.position)?.step else { return false }
    return claims.contains { $0.claimant == .buyer }
  }
}
