/// What a plan's level rests on, beside signatures and hashes: shown with it, because a promise is worth as much as what it
/// assumes.
public enum PlanAssumption: String, Sendable, CaseIterable {
  /// The arbiter decides as its rules say and can be asked at some time.
  case arbiter
  /// The arbiter is there for every single exchange of this kind.
  case arbiterEachTime = "arbiter-each-time"
  /// Who has opened first and hears nothing reaches the arbiter once before the exchange closes: afterwards it decides nothing new.
  case openerReturns = "opener-returns"
  /// Who may have to complain reaches the arbiter once in each complaint window.
  case window
  /// The arbiter sees small data when it must decide.
  case arbiterSees = "arbiter-sees"
  /// Who complains of bad data shows the arbiter one chunk of it.
  case chunkShown = "chunk-shown"
  /// The banks move locked money as the arbiter decides.
  case bank
  /// Money on an account is final only when its settlement time is over.
  case settlement
  /// The registry keeps a credential's status as the arbiter decides.
  case registry
  /// Who relies on a signed statement takes the arbiter's resolution for the missing opening.
  case affidavit
  /// Data is what was described; nobody promises that it is good.
  case description
  /// A bond is worth what the data is worth.
  case bond
  /// Pieces are worth something one by one.
  case pieces
  /// Nothing forces the other side.
  case goodwill

  /// In the order in which they are told.
  public static func of(_ plan: Plan, _ classes: [ItemClass]) -> [PlanAssumption] {
    switch plan.level {
    case .evidence: return [.goodwill]
    case .incremental: return [.pieces, .description]
    case .strong, .strongWithWindow, .compensated: break
    }
    var found: [PlanAssumption] = plan.mode == .direct ? [.arbiter, .openerReturns] : [.arbiterEachTime]
    if plan.level != .strong { found.append(.window) }
    if classes.contains(.checkedData) { found.append(.arbiterSees) }
    if classes.contains(.data) { found.append(.chunkShown) }
    if classes.contains(where: \.standsAtLedger) || plan.needsBond { found.append(.bank) }
    if classes.contains(.reversibleLock) { found.append(.settlement) }
    if classes.contains(.revocable) { found.append(.registry) }
    if classes.contains(.statement) || classes.contains(.revocable) { found.append(.affidavit) }
    if classes.contains(where: \.isData) { found.append(.description) }
    if plan.needsBond { found.append(.bond) }
    return found
  }
}
