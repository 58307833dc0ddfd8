/// T15: a new version that is worse for the buyer says so by its first number, and has to be evaluated anew.
struct CompatibilityCheck {
  let comparison: TermsComparison

  func findings() -> [Finding] {
    let (old, new) = (comparison.from.terms, comparison.to.terms)
    guard old.service == new.service else {
      return [
        Finding(
          .compatibility, .note, at: ["service"],
          "“\(new.service)” is another service than “\(old.service)”: nothing is compared.",
          fix: "Compare versions of one service.")
      ]
    }
    guard let before = ServiceVersion(old.version), let after = ServiceVersion(new.version) else { return [] }
    if after <= before {
      return [
        Finding(
          .compatibility, .error, at: ["version"],
          "version \(after) does not follow \(before): buyers could be led back to the old terms.",
          fix: "Write a higher version, such as version: \(before.major).\(before.minor + 1).0.")
      ]
    }
    let worse = comparison.changes.filter(\.isWorseForBuyer)
    guard after.major == before.major else {
      return worse.map { change in
        Finding(
          .compatibility, .note, at: change.place, "for the buyer it is worse that \(change.words).",
          fix: "Have these terms evaluated anew.")
      }
    }
    return worse.map { change in
      Finding(
        .compatibility, .error, at: change.place,
        "a buyer who knows version \(before) would be surprised: \(change.words).",
        fix: "Write version: \(before.major + 1).0.0, so that nobody takes it for the same, and have it evaluated anew."
      )
    }
  }
}
