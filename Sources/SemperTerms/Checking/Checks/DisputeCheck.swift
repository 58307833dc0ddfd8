import SemperModel

/// T10: disputes can be reached in time and give time to be heard.
struct DisputeCheck {
  /// The shortest hearing: the other side has to be found and to answer.
  static let shortest = Span(seconds: 3 * 86_400)

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
            "the arbiter has \(entry.state.within) to hear both sides; the other side could not even answer.",
            fix: "Give it \(Self.shortest) or more."))
      }
      if TermsOfBusiness.isEnd(entry.state.otherwise), entry.state.otherwise == entry.state.then {
        findings.append(
          Finding(
            .dispute, .warning, at: place + ["else"], "a ruling and no ruling lead to the same end.",
            fix: "Let an arbiter that does not rule lead to an end of its own."))
      }
      for side in DealSide.allCases
      where claims.contains(where: { $0.claimant == side }) && !canRaise(side, entry.name, exploration) {
        findings.append(
          Finding(
            .dispute, .warning, at: place, "the \(side.rawValue) may claim something here and has no way to come here.",
            fix: "Lead here by an option, a timeout or an exception of the \(side.rawValue)."))
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
