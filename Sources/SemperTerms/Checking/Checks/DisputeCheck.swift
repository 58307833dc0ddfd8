import SemperModel

/// T10: disputes can be reached in time and give time to be heard.
struct DisputeCheck {
  /// What an arbiter usually gives the other side to answer, and whoever has lost to appeal. Only a ruling that nobody can appeal against
  /// any more ends a hearing, so one that is shorter than both ends unheard.
  static let (answering, appealing) = (Span(seconds: 7 * 86_400), Span(seconds: 14 * 86_400))
  static let shortest = Span(seconds: answering.seconds + appealing.seconds)

  let view: TermsView
  private var terms: TermsOfBusiness { view.terms }

  func findings(_ exploration: TermsExploration) -> [Finding] {
    var findings = [Finding]()
    for entry in terms.states {
      guard case .dispute(let claims) = entry.state.step else { continue }
      let place = ["states", entry.name]
      if entry.state.within < Self.shortest {
        findings.append(
          Finding(
            .dispute, .warning, at: place + ["within"],
            "this hearing ends after \(entry.state.within), before a ruling can be final: arbiters usually give \(Self.answering) to answer and "
              + "\(Self.appealing) to appeal. Who claims something here would be heard in vain.",
            fix: "Write within: \(Self.shortest) or more, such as within: P30D."))
      }
      if TermsOfBusiness.isEnd(entry.state.otherwise), entry.state.otherwise == entry.state.then {
        findings.append(
          Finding(
            .dispute, .warning, at: place + ["else"], "a ruling and no ruling lead to the same end.",
            fix: "Write an end of its own for an arbiter that does not rule, such as else: end.unheard."))
      }
      for side in DealSide.allCases
      where claims.contains(where: { $0.claimant == side }) && !canRaise(side, entry.name, exploration) {
        findings.append(
          Finding(
            .dispute, .warning, at: place, "the \(side.rawValue) may claim something here and has no way to come here.",
            fix:
              "Lead here by an option, a timeout or an exception of the \(side.rawValue), such as options: { claim: \(entry.name) }."
          ))
      }
    }
    return findings
  }

  private func canRaise(_ side: DealSide, _ state: String, _ exploration: TermsExploration) -> Bool {
    exploration.moves.contains { moves in
      moves.contains { found in
        guard found.move.to.position == state else { return false }
        switch found.move.decider {
        case .side(let decider): return decider == side || found.move.edge.cause == .otherwise
        case .neither: return true
        }
      }
    }
  }
}
