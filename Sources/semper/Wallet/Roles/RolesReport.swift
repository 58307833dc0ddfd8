import SemperCertification
import SemperCoding
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// The roles of a wallet, for people or as JSON.
struct RolesReport {
  private static let mostShown = 20

  let options: WalletOptions
  let now: Timestamp?
  private var texts: Texts { options.texts }

  func show(_ roles: [(kept: KeptRole, uses: [RoleUse])]) {
    guard !options.json else {
      return Output.json(.fields(["roles": .array(roles.map { json($0.kept, $0.uses) })]))
    }
    guard !roles.isEmpty else { return Output.line(texts(WalletText.rolesNone)) }
    for (kept, uses) in roles {
      Output.line(standing(kept))
      (lines(kept.role) + done(kept, uses)).forEach(Output.line)
    }
  }

  private func json(_ kept: KeptRole, _ uses: [RoleUse]) -> JSON {
    .fields([
      "role": kept.role.json, "spentToday": spent(kept)?.json, "unlocked": isUnlocked(kept).json,
      "until": kept.tally.until?.json, "used": kept.uses.json, "uses": uses.json,
    ])
  }

  private func isUnlocked(_ kept: KeptRole) -> Bool { now.map { kept.tally.shortfall(at: $0) == nil } ?? false }

  private func spent(_ kept: KeptRole) -> Money? {
    guard let now, let pays = kept.role.pays else { return nil }
    return kept.tally.spent(at: now, in: pays.perDay.currency)
  }

  private func standing(_ kept: KeptRole) -> String {
    guard isUnlocked(kept), let until = kept.tally.until else {
      return texts(WalletText.rolesLocked, ["role": kept.role.name])
    }
    return texts(WalletText.rolesUnlocked, ["role": kept.role.name, "time": until.description])
  }

  /// For whom a role is, and what it may do.
  func lines(_ role: CapabilityRole) -> [String] {
    let audience = role.audience
    let whom = [
      audience.terms.map { texts(WalletText.roleForTerms, ["terms": $0.description]) },
      audience.shop.map { texts(WalletText.roleForShop, ["shop": $0.description]) },
      audience.worst.map { texts(WalletText.roleForGrade, ["grade": texts.text("grade.\($0.rawValue)")]) },
      audience.evaluator.map { texts(WalletText.roleForEvaluator, ["evaluator": $0.description]) },
    ].compactMap(\.self)
    let what = [
      role.orders ? texts(WalletText.roleMayOrder) : nil,
      role.pays.map {
        texts(WalletText.roleMayPay, ["deal": texts.price($0.perDeal), "day": texts.price($0.perDay)])
      },
      names(.roleMayGive, role.gives.members.map(\.name)), names(.roleMayShow, role.shows),
      names(.roleMayChoose, role.chooses), role.signs ? texts(WalletText.roleMaySign) : nil,
    ].compactMap(\.self)
    return [
      texts(WalletText.rolesFor, ["audience": whom.joined(separator: ", ")]),
      texts(WalletText.rolesMay, ["what": what.joined(separator: ", ")]),
    ]
  }

  private func names(_ text: WalletText, _ names: [String]) -> String? {
    names.isEmpty ? nil : texts(text, ["names": names.joined(separator: ", ")])
  }

  private func done(_ kept: KeptRole, _ uses: [RoleUse]) -> [String] {
    var lines = [String]()
    if let spent = spent(kept), let pays = kept.role.pays {
      lines.append(
        texts(WalletText.rolesToday, ["spent": texts.price(spent), "most": texts.price(pays.perDay)]))
    }
    if kept.uses > 0 { lines.append(texts(WalletText.rolesUsed, ["count": texts.number(Int64(kept.uses))])) }
    let words = RoleWords(texts: texts)
    return lines
      + uses.prefix(Self.mostShown).map { use in
        texts(WalletText.rolesUse, ["time": use.time.description, "what": words.what(use)])
      }
  }
}
