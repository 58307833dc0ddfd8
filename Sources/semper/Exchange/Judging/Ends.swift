import SemperCredentials
import SemperCryptography
import SemperEcash
import SemperExchange
import SemperModel
import SemperPayments
import SemperServers

/// The ends of all items of one exchange, from signed words and disks alone.
struct Ends: Sendable {
  private let bundle: ExchangeBundle
  private let reports: [ExchangeRole: ExchangeReport]
  /// What follows from all that both sides can show.
  private let heard: ExchangeReport
  private let opened: Set<String>
  private let locks: LockEnds
  /// Whether each credential is invalid, in its registry's signed words.
  private var invalid: [String: Bool] = [:]

  init(
    _ end: EndOfExchange, _ bundle: ExchangeBundle, _ reports: [ExchangeRole: ExchangeReport], heard: ExchangeReport,
    isVouched trusted: ExchangeTrust
  ) {
    self.bundle = bundle
    self.reports = reports
    self.heard = heard
    opened = end.opened
    let keys = bundle.terms.keys
    locks = LockEnds(end.locks, of: bundle.terms.id, keys: keys, ledgers: trusted.ledgers)
    for entry in end.credentials {
      guard let receipt = try? VerifiedStatement<StatusReceipt>(verifying: entry.receipt, keys: keys).content,
        receipt.terms.exchange == bundle.terms.id
      else { continue }
      let outcome = entry.outcome.flatMap { try? VerifiedStatement<StatusOutcome>(verifying: $0, keys: keys).content }
      invalid[receipt.terms.path] = outcome?.terms == receipt.terms
    }
  }

  /// What a side was promised; a bond is no promise.
  func owed(to role: ExchangeRole) -> [DescribedItem] {
    let count = bundle.terms.body.originatorItems.count
    let items = role == .responder ? bundle.items.prefix(count) : bundle.items.dropFirst(count)
    return items.filter { !$0.description.isBond }
  }

  func isHeld(_ item: DescribedItem, by role: ExchangeRole) -> Bool {
    switch item.description {
    case .statement, .certificate: counts(item, for: role)
    case .credential: counts(item, for: role) && invalid[item.path] == false
    case .lock, .reversibleLock: (locks.paid(item.path)?.minorUnits ?? 0) > 0
    case .mail, .checkedData, .data: opened.contains(item.path)
    case .bond, .unsecured: false
    }
  }

  /// A statement counts for who can show its opening, unless what the other side can show makes it void.
  private func counts(_ item: DescribedItem, for role: ExchangeRole) -> Bool {
    [reports[role], heard].allSatisfy { $0?.proves(.counts, for: role, item.path) == true }
  }

  var isAborted: Bool {
    reports.values.contains { report in ExchangeRole.allCases.contains { report.proves(.aborted, for: $0) } }
  }

  /// What both sides have signed about each item, in the order of the terms, where they have settled.
  var settlement: SettlementPlan? { reports.values.lazy.compactMap(\.settlement).first }
  /// Whether all evidence tells of one settlement.
  var settlesAsOne: Bool { Set(reports.values.map(\.settlement)).count == 1 }
  var items: [DescribedItem] { bundle.items }
  /// What came over of all locks of an item.
  func paid(_ path: String) -> Money? { locks.paid(path) }
  /// The items for which more than one lock has paid.
  var paidTwice: [String] { locks.paidTwice.sorted() }

  var hasLocks: Bool { !locks.isEmpty }
  var hasMoneyLocked: Bool { locks.hasMoneyLocked }

  /// The responder's bond, where the originator has it.
  var forfeitedBond: DescribedItem? {
    bundle.items.first { $0.description.isBond && locks.hasEnded($0.path, as: .claimed) }
  }
}
