/// T2: one mover in each state, and the other side learns what was chosen.
struct MoverCheck {
  let view: TermsView

  func findings() -> [Finding] {
    view.terms.states.flatMap { entry -> [Finding] in
      let place = ["states", entry.name]
      switch entry.state.step {
      case .choose(let side, let options): return choice(options, side, place)
      case .transfer(let items, let from):
        return repeated(items).map { item in
          Finding(
            .mover, .error, at: place + ["transfer"], "the \(from.rawValue) would give “\(item)” twice in one step.",
            fix: "Name it once.")
        }
      case .branch(let cases):
        return cases.indices.filter { number in cases[..<number].contains { $0.condition == cases[number].condition } }
          .map {
            Finding(
              .mover, .error, at: place + ["branch", "\($0)"],
              "this case never holds, since an earlier one is the same.",
              fix: "Take it out.")
          }
      case .exchange, .dispute, .pause: return []
      }
    }
  }

  private func choice(_ options: [TermsState.Option], _ side: DealSide, _ place: [String]) -> [Finding] {
    var findings = [Finding]()
    for name in repeated(options.map { $0.name.lowercased() }) {
      findings.append(
        Finding(
          .mover, .error, at: place + ["options", name],
          "two options are called “\(name)”; the \(side.peer.rawValue) could not tell which was taken.",
          fix: "Give each its own name, such as options: { keep: end.done, claim: hearing }."))
    }
    for option in options where !TermsName.isName(option.name) {
      findings.append(
        Finding(
          .mover, .error, at: place + ["options", option.name], "“\(option.name)” is no name.",
          fix: "Write a letter, then letters, digits and hyphens, at most 40, such as my-shop."))
    }
    if Set(options.map(\.target)).count == 1, options.count > 1, options.allSatisfy({ $0.condition == nil }) {
      findings.append(
        Finding(
          .mover, .warning, at: place + ["options"],
          "whatever the \(side.rawValue) chooses, the deal goes on the same way.",
          fix: "Lead different options to different states, such as options: { keep: end.done, claim: hearing }."))
    }
    return findings
  }

  private func repeated(_ names: [String]) -> [String] {
    names.enumerated().filter { names[..<$0].contains($1) }.map(\.element)
  }
}
