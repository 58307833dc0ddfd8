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
      let possible = lost.flatMap { found -> [Play] in
        let ends = exploration.moves[found.place].map(\.to).filter {
          !safe.contains($0) && exploration.moves[$0].isEmpty
        }
        return ends.map { exploration.plays[$0] } + [found.play]
      }
      let losses = possible.map { (play: $0, loss: exploration.rules.exposure(of: .buyer, in: $0)) }
      guard let worst = losses.max(by: { $0.loss < $1.loss }), worst.loss > 0 else { return nil }
      let low = exploration.rules.lowParts(in: worst.play)
      return Finding(
        .wayOut, .error, at: ["states", state],
        "at “\(state)” the buyer can lose up to \(words(worst.loss)) and has no way to get it, or to be heard\(counted(low)).",
        fix: remedy(low))
    }
  }

  /// What was counted of parts that came back, so that its author sees which amount is meant.
  private func counted(_ low: [LowPart]) -> String {
    low.map {
      "; of “\($0.paid)”, counted as the \(words($0.most)) that it can be, “\($0.item)” is counted as only \(words($0.least)) coming back, "
        + "the least that \($0.part) can be"
    }.joined()
  }

  private func remedy(_ low: [LowPart]) -> String {
    guard let part = low.first else {
      return "Lead to a refund or to a dispute that the buyer can bring about alone, or exchange fairly."
    }
    let fields = part.fields.isEmpty ? "its fields" : part.fields.map(\.description).joined(separator: ", ")
    return "Give \(fields) the least that surely comes back (least: 50.00 EUR, equal to most where it is fixed), "
      + "write refund(\(part.paid)) where all comes back, or lead to a dispute that the buyer can bring about alone."
  }

  private func words(_ units: Int64) -> String { "\(Money(minorUnits: units, view.currency).decimal) \(view.currency)" }

  /// A dispute in which the buyer can claim something.
  private func isHeard(_ play: Play) -> Bool {
    guard case .dispute(let claims) = view.terms.state(play.position)?.step else { return false }
    return claims.contains { $0.claimant == .buyer }
  }
}
