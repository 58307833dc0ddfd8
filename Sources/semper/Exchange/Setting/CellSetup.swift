import ArgumentParser
import SemperExchange
import SemperModel
import SemperServers

/// A cell with what its two sides give in one run: its usual items, or others of the same kind in their place.
struct CellSetup: Sendable {
  /// In which form statements and credentials are given.
  enum Form: String, CaseIterable, ExpressibleByArgument, Sendable {
    case plain
    /// Credentials, and statements for which somebody else can stand, are X.509 certificates.
    case x509
  }

  /// Where money is locked.
  enum Lock: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// As coins at the mint: final once it is claimed (class L).
    case coins
    /// On the account, in the bank's books: for a while after the claim a failure decision takes it back (class Lu).
    case account
  }

  let cell: FigureCell
  let form: Form
  let lock: Lock
  /// What is given in place of the cell's usual items.
  let mix: ExchangeDraft?
  /// What a transfer has.
  var transfer = PartyTransferTerms.all
  /// What the planner makes of the items.
  let plan: Plan
  private let given: [ExchangeSideName: [GivenItem]]

  /// Throws where another form or lock is wanted and the cell gives nothing that could have it, and what stands in the way of
  /// the mix that is given (`PlanObstacle`).
  init(_ cell: FigureCell, form: Form = .plain, lock: Lock = .coins, mix: ExchangeDraft? = nil) throws {
    self.cell = cell
    self.form = form
    self.lock = lock
    self.mix = mix
    let items = try ExchangeSideName.allCases.map { side in
      try mix.map { try Self.items(of: side, in: $0) } ?? Self.items(of: side, in: cell, form, lock)
    }
    given = Dictionary(uniqueKeysWithValues: zip(ExchangeSideName.allCases, items))
    guard form == .plain || items.joined().contains(.x509) else {
      throw DemoError(.exchangeErrorForm, ["cell": cell.rawValue])
    }
    guard lock == .coins || items.joined().contains(.accountMoney) else {
      throw DemoError(.exchangeErrorLock, ["cell": cell.rawValue])
    }
    if let mix {
      guard cell == .mixed else { throw DemoError(.exchangeErrorMix) }
      let drafted = try mix.plan()
      guard drafted.afterwards.values.allSatisfy(\.isEmpty) else { throw DemoError(.exchangeErrorAfterwards) }
      guard !drafted.plan.needsBond || items.joined().contains(.bond) else { throw DemoError(.exchangeErrorBond) }
      plan = drafted.plan
      return
    }
    plan = try Planner.plan(
      proposer: items[0].map(\.itemClass), invited: items[1].map(\.itemClass), wish: cell.wish)
  }

  var name: String { cell.rawValue }
  var wish: PlanWish {
    mix.map { PlanWish(atLeast: plan.level, arbiterMaySeeData: $0.wish.arbiterMaySeeData) } ?? cell.wish
  }
  var isTransfer: Bool { plan.level == .evidence }
  var isByPieces: Bool { plan.level == .incremental }

  func items(of side: ExchangeSideName) -> [GivenItem] { given[side] ?? [] }
  func items(of role: ExchangeRole) -> [GivenItem] { items(of: ExchangeSideName(role, in: self)) }
  /// Whether there is data that one message holds, or that the arbiter checks at once.
  var isSeenWhole: Bool { allItems.contains { $0 == .smallData || $0 == .mail } }
  var allItems: [GivenItem] { ExchangeSideName.allCases.flatMap { items(of: $0) } }

  private static func items(of side: ExchangeSideName, in mix: ExchangeDraft) throws -> [GivenItem] {
    try mix.exchanged(side.asDrafted).map { entry in
      guard let item = GivenItem(entry.item, as: mix.itemClass(of: entry)) else {
        throw DemoError(.exchangeErrorParcel)
      }
      return item
    }
  }

  private static func items(
    of side: ExchangeSideName, in cell: FigureCell, _ form: Form, _ lock: Lock
  ) -> [GivenItem] {
    (side == .proposer ? cell.proposer : cell.invited).map { itemClass in
      switch itemClass {
      case .lock where side == .invited && cell.wish.offersBond: .bond
      // A transfer moves coins into an account; nothing can be taken back there.
      case .lock, .reversibleLock: lock == .account && !cell.isTransfer ? .accountMoney : .coins
      case .statement where cell == .certificateTransfer: .certificate
      // The receipt of certified mail is the recipient's own word.
      case .statement: form == .x509 && cell != .certifiedMail ? .x509 : .statement
      case .revocable: form == .x509 ? .x509 : .credential
      case .mail: .mail
      case .checkedData: .smallData
      case .data: .data
      case .unsecured: preconditionFailure("no cell has it among its usual items")
      }
    }
  }
}
