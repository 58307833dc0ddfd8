import SemperExchange
import SemperTesting

/// What the page says of one cell: computed from what it usually holds, and from the tests that show it.
struct Guarantee {
  let cell: FigureCell

  /// The row of the table.
  var columns: [String] {
    let plan = cell.plan
    let (originator, responder) =
      plan.proposerIsOriginator ? (cell.proposer, cell.invited) : (cell.invited, cell.proposer)
    let mode =
      switch plan.level {
      case .strong, .strongWithWindow, .compensated: plan.mode.rawValue
      case .incremental: "incremental"
      case .evidence: "transfer"
      }
    return [
      "`\(cell.rawValue)`", Self.words(originator), Self.words(responder), plan.level.rawValue, mode,
      assumptions.isEmpty ? "nothing" : assumptions.joined(separator: "; "),
      suites.isEmpty ? "none" : suites.map { "`\($0)`" }.joined(separator: ", "),
    ]
  }

  private static func words(_ classes: [ItemClass]) -> String {
    classes.isEmpty ? "–" : classes.map(\.rawValue).joined(separator: ", ")
  }

  /// What has to be true besides the network: what a plan itself says of this, in fewer words.
  private var assumptions: [String] {
    let classes = cell.proposer + cell.invited
    if !cell.plan.level.isExchange, cell.plan.level != .incremental {
      return ["a delivery agent where a receipt is wanted from who keeps silent"]
    }
    var found = PlanAssumption.of(cell.plan, classes).map { words($0, classes) }
    if cell.plan.level == .incremental { found.append("who opens first can lose one") }
    if classes.contains(.mail) {
      found.append("the receipt is for the ciphertext and its key, not for what the message says")
    }
    return found
  }

  private func words(_ assumption: PlanAssumption, _ classes: [ItemClass]) -> String {
    switch assumption {
    case .arbiter: "the arbiter can be asked at some time"
    case .arbiterEachTime: "the arbiter is there each time"
    case .openerReturns: "who has opened first reaches it before the exchange closes"
    case .window: "who is given data reaches the arbiter once in each window"
    case .arbiterSees: "the arbiter may see the data"
    case .chunkShown: "who complains shows it one chunk"
    case .bank:
      classes.count(where: \.standsAtLedger) > 1 ? "both ledgers obey the arbiter" : "the ledger obeys the arbiter"
    case .settlement: "money on an account is final when its time for that is over"
    case .registry: "who relies on the credential asks its registry"
    case .affidavit: "who relies on a statement takes the arbiter's resolution for the opening"
    case .description: "data is what was described"
    case .bond: "the bond is worth the data"
    case .pieces: "each piece is worth something by itself"
    case .goodwill: "nothing forces the other side"
    }
  }

  private var suites: [String] {
    witnesses.map(\.suite).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The tests that play the cell to its ends.
  var witnesses: [TestName] {
    if cell.plan.level == .incremental { return Self.pieces }
    guard cell.plan.level.isExchange else { return Self.transfers(cell) }
    return [
      TestName("CellTests", "goesThrough"), TestName("CellTests", "endsFairly"),
      TestName("ExchangeJudgeTests", "theEvidenceSaysWhatIsHeld"), TestName("ExchangeTests", "goesThrough"),
    ]
  }

  private static let pieces = [
    TestName("PieceTroubleTests", "silenceCostsAPieceAtTheMost"),
    TestName("PieceTroubleTests", "aBadPieceEndsItAndConvicts"),
    TestName("PieceCrashTests", "everyCrashEndsAsWithoutOne"),
    TestName("PieceStormTests", "everyStormEndsWithAPieceAtTheMost"), TestName("ExchangeTests", "goesThrough"),
  ]

  private static func transfers(_ cell: FigureCell) -> [TestName] {
    let processes = [
      TestName("TransferTests", "goesThrough"), TestName("TransferTests", "endsWell"),
      TestName("TransferTests", "neverArrives"), TestName("TransferTests", "noticesALoss"),
    ]
    guard cell == .informationTransfer else { return processes }
    return processes + [
      TestName("TransferCrashTests", "everyCrashOfADirectTransferEndsAsWithoutOne"),
      TestName("TransferCrashTests", "everyCrashWithASilentRecipientLeavesSubmissionOnly"),
      TestName("TransferCrashTests", "everyCrashWithAnUnwillingRecipientEndsRefused"),
    ]
  }
}
