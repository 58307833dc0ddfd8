/// T3: both sides' projections fit: no run stands still, and no item comes from the wrong side.
struct ProjectionCheck {
  let view: TermsView

  func findings(_ exploration: TermsExploration) -> [Finding] {
    var findings = wrongGivers()
    if !exploration.isWhole {
      findings.append(
        Finding(
          .projections, .error, at: ["states"],
          "a deal under these terms can come to more than \(TermsExploration.most) situations; they cannot be judged.",
          fix: "Write fewer repetitions, or smaller ones, such as repeat: { most: 5, then: end.nothing }."))
    }
    var told = Set<String>()
    for (place, moves) in exploration.moves.enumerated() where moves.isEmpty {
      let position = exploration.plays[place].position
      guard !TermsOfBusiness.isEnd(position), told.insert(position).inserted else { continue }
      findings.append(
        Finding(
          .projections, .error, at: ["states", position],
          "a deal can stand still here for ever: nobody can do anything.",
          fix: "Lead exhausted repetitions to an end, such as repeat: { most: 5, then: end.nothing }."))
    }
    return findings
  }

  private func wrongGivers() -> [Finding] {
    view.terms.states.flatMap { entry -> [Finding] in
      DealSide.allCases.flatMap { side in
        entry.state.items(from: side).compactMap { item in
          guard let giver = view.terms.form(of: item)?.giver, giver != side else { return nil }
          return Finding(
            .projections, .error, at: ["states", entry.name],
            "the \(side.rawValue) is to give “\(item)”, which only the \(giver.rawValue) has: the deal would stand still.",
            fix: "Write from: \(giver.rawValue) where “\(item)” is given.")
        }
      }
    }
  }
}

extension ItemForm {
  /// The only side that has it; `nil` where either may.
  var giver: DealSide? {
    switch self {
    case .offer: .seller
    case .order: .buyer
    case .refund: .seller
    case .contract, .receipt, .document, .data, .money, .credential, .goods, .work: nil
    }
  }
}
