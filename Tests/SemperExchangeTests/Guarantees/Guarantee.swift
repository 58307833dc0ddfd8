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

  /// What has to be true besides the network, for the classes that the cell holds.
  private var assumptions: [String] {
    guard cell.plan.level != .incremental else {
      return ["each piece is worth something by itself", "who opens first can lose one"]
    }
    guard cell.plan.level.isExchange else {
      return ["a delivery agent where a receipt is wanted from who keeps silent"]
    }
    let (plan, classes) = (cell.plan, cell.proposer + cell.invited)
    var found = [String]()
    switch classes.count(where: \.standsAtLedger) {
    case 0: break
    case 1: found.append("the ledger obeys the arbiter")
    default: found.append("both ledgers obey the arbiter")
    }
    if plan.needsBond { found.append("the bond is worth the data") }
    if classes.contains(.revocable) { found.append("who relies on the credential asks its registry") }
    if classes.contains(.statement) {
      found.append("who relies on a statement takes the arbiter's resolution for the opening")
    }
    if classes.contains(.mail) {
      found.append("the receipt is for the ciphertext and its key, not for what the message says")
    }
    if plan.mode == .viaArbiter { found.append("the arbiter is there each time") }
    if classes.contains(.checkedData) { found.append("it may see the data") }
    if classes.contains(where: \.needsWindow) {
      found.append("who is given data reaches the arbiter once in each window")
    }
    return found
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
