import SemperCredentials
import SemperCryptography
import SemperModel
import SemperPayments
import SemperStatements

/// What the statements of an exchange that hold prove, and for whom.
struct ExchangeVerdict {
  private let hearing: ExchangeHearing
  private(set) var conclusions: [ExchangeReport.Conclusion] = []

  private var isResolved: Bool { hearing.decisions.contains { $0.verdict == .resolved } }
  private var isAborted: Bool { hearing.decisions.contains { $0.verdict == .aborted || $0.verdict == .failed } }

  /// What a settlement has made of each item, by whose it is and its path.
  private var fates: [ExchangeRole: [String: ItemFate]] = [:]

  init(_ hearing: ExchangeHearing) {
    self.hearing = hearing
    if let plan = hearing.settlement {
      for (index, (item, fate)) in zip(hearing.bundle.items, plan.fates).enumerated() {
        let isOriginators = index < hearing.terms.body.originatorItems.count
        fates[isOriginators ? .originator : .responder, default: [:]][item.path] = fate
      }
      for role in ExchangeRole.allCases { conclude(.settled, role) }
    }
    for role in ExchangeRole.allCases {
      for item in hearing.locked(of: role.peer) { items(item, role) }
      if secret(of: role.peer) != nil || isResolved { conclude(.opened, role) }
      if isAborted { conclude(.aborted, role) }
    }
    endings()
    convictions()
  }

  private mutating func conclude(_ proven: ExchangeReport.Proven, _ role: ExchangeRole, _ path: String? = nil) {
    let found = ExchangeReport.Conclusion(proven: proven, beneficiary: role, path: path)
    if !conclusions.contains(found) { conclusions.append(found) }
  }

  private mutating func items(_ item: LockedItem, _ role: ExchangeRole) {
    conclude(.promised, role, item.path)
    switch item.form {
    case .statement(let signed), .credential(let signed, _):
      if let fate = fates[role.peer]?[item.path] {
        if fate == .given { conclude(.counts, role, item.path) }
        return
      }
      guard !isVoid(for: role) else { return }
      let statement = signed.journalled(as: ConditionalStatement.self)
      if isResolved || secret(of: role.peer).map({ statement.counts(with: $0.opening(for: item.path)) }) == true {
        conclude(.counts, role, item.path)
      }
    case .lock, .reversibleLock, .mail, .checkedData, .data: return
    }
  }

  /// Whether what the peer has signed is void for a party.
  private func isVoid(for role: ExchangeRole) -> Bool {
    let (hasOpened, hasOwnBack) = (secret(of: role) != nil, hearing.givenBack(to: role))
    return hearing.decisions.contains {
      $0.voidsStatements(forOriginator: role == .originator, hasOpened: hasOpened, hasOwnBack: hasOwnBack)
    }
  }

  /// The secret that a party has opened, by its message or by a complaint about it.
  private func secret(of role: ExchangeRole) -> OpeningSecret? {
    let shown = hearing.complaint.flatMap { $0.content.role.peer == role ? $0.content.secret : nil }
    return switch role {
    case .originator: hearing.third?.content.secret ?? shown
    case .responder: hearing.fourth?.content.secret ?? shown
    }
  }

  private mutating func endings() {
    for outcome in hearing.outcomes {
      let payer = hearing.payer(of: outcome)
      switch outcome.ending {
      case .claimed: conclude(.paid, payer.peer, outcome.terms.path)
      case .settled:
        if outcome.paid.minorUnits > 0 { conclude(.paid, payer.peer, outcome.terms.path) }
        if outcome.paid != outcome.terms.amount { conclude(.refunded, payer, outcome.terms.path) }
      case .refunded, .undone: conclude(.refunded, payer, outcome.terms.path)
      }
    }
    for entry in hearing.invalid {
      let owner: ExchangeRole =
        hearing.locked(of: .originator).contains { $0.path == entry.path } ? .originator : .responder
      conclude(.credentialInvalid, owner, entry.path)
    }
  }

  private mutating func convictions() {
    if let complaint = hearing.complaint { conclude(.peerConvicted, complaint.content.role, complaint.content.path) }
    if hearing.firsts.count > 1 { conclude(.peerConvicted, .responder) }
    if hearing.seconds.count > 1 { conclude(.peerConvicted, .originator) }
    // Only the originator can ask for an abort, and never after it has opened (rules J5 and J6).
    if hearing.third != nil, hearing.decisions.contains(where: { $0.verdict == .aborted && $0.cause == .asked }) {
      conclude(.peerConvicted, .responder)
    }
    let final = hearing.decisions.filter(\.verdict.isFinal)
    if Set(final.map { [$0.verdict.rawValue] + $0.commits.map(\.description) }).count > 1 {
      for role in ExchangeRole.allCases { conclude(.arbiterConvicted, role) }
    }
    let ends = Dictionary(grouping: hearing.outcomes, by: \.terms)
    if ends.values.contains(where: { outcomes in
      Set(outcomes.map(\.ending)).subtracting([.undone]).count > 1
    }) {
      for role in ExchangeRole.allCases { conclude(.ledgerConvicted, role) }
    }
  }
}
