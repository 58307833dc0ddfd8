import SemperExchange
import SemperModel
import Testing

/// The originator's machine move by move.
@Suite struct OriginatorTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let after: [Moves.Move]
    let leadsTo: String
    var testDescription: String { after.map(\.rawValue).joined(separator: " ") + " → " + leadsTo }

    init(_ after: [Moves.Move], _ leadsTo: String) {
      self.after = after
      self.leadsTo = leadsTo
    }
  }

  private static let committed: [Moves.Move] = [.locked, .signedM1]
  private static let opening = committed + [.gotM2]
  private static let opened = opening + [.signedM3]
  private static let resolving = opened + [.timer, .signedResolve]
  private static let aborting = committed + [.timer, .signedAbort]

  /// Data and a receipt for money.
  static let goodsForMoney = [
    Row([], "lock"),
    Row([.lockRefused], "declined"),
    Row([.giveUp], "lock"),
    Row([.giveUp, .locked], "declined"),
    Row([.locked], "sign M1"),
    Row([.locked, .giveUp], "declined"),
    Row(committed, "send commit-originator, wait"),
    Row(committed + [.gotM4], "send commit-originator, wait"),
    Row(committed + [.timer], "sign abort"),
    Row(committed + [.giveUp], "sign abort"),
    Row(committed + [.timer, .gotM2], "sign abort"),
    Row(opening, "sign open"),
    Row(opening + [.giveUp], "sign open"),
    Row(opening + [.timer], "sign open"),
    Row(opening + [.signedAbort], "sign open"),
    Row(opened, "send open-originator, wait"),
    Row(opened + [.giveUp], "send open-originator, wait"),
    Row(opened + [.gotM2], "send open-originator, wait"),
    Row(opened + [.timer], "sign resolve"),
    Row(opened + [.gotM4], "secure by opening"),
    Row(opened + [.gotM4, .secured], "completed"),
    Row(opened + [.gotM4, .securingRefused], "sign resolve"),
    Row(opened + [.gotM4, .giveUp], "secure by opening"),
    Row(resolving, "ask resolve"),
    Row(resolving + [.pending], "ask resolve later"),
    Row(resolving + [.pending, .resolved], "secure by decision"),
    Row(resolving + [.resolved], "secure by decision"),
    Row(resolving + [.resolvedAlone], "secure by decision"),
    Row(resolving + [.resolved, .secured], "completed"),
    Row(resolving + [.resolved, .securingRefused], "wronged"),
    Row(resolving + [.gotM4], "secure by opening"),
    Row(resolving + [.pending, .gotM4], "secure by opening"),
    Row(resolving + [.aborted], "aborted"),
    Row(resolving + [.failed], "aborted"),
    Row(resolving + [.otherPending], "ask resolve later"),
    Row(resolving + [.otherPending, .otherResolved], "secure by decision"),
    Row(resolving + [.otherResolved], "secure by decision"),
    Row(resolving + [.otherFailed], "aborted"),
    Row(resolving + [.arbiterRefused], "wronged"),
    Row(aborting, "ask abort"),
    Row(aborting + [.gotM2], "ask abort"),
    Row(aborting + [.giveUp], "ask abort"),
    Row(aborting + [.aborted], "aborted"),
    Row(aborting + [.pending], "ask abort later"),
    Row(aborting + [.resolved], "secure by decision"),
    Row(aborting + [.resolved, .secured], "completed"),
    Row(aborting + [.resolvedAlone], "ask abort later"),
    Row(aborting + [.resolvedAlone, .resolved], "secure by decision"),
    Row(aborting + [.arbiterRefused], "wronged"),
  ]

  /// Money for money: what the originator has locked at a ledger must come back after an abort.
  static let moneyForMoney = [
    Row([.giveUp, .locked], "sign abort"),
    Row([.locked, .giveUp], "sign abort"),
    Row([.locked, .giveUp, .signedAbort, .aborted], "release 1"),
    Row([.locked, .giveUp, .signedAbort, .resolved], "ask abort later"),
    Row(aborting + [.aborted], "release 1"),
    Row(aborting + [.aborted, .released], "aborted"),
    Row(aborting + [.aborted, .securingRefused], "wronged"),
    Row(aborting + [.aborted, .gotM2], "release 1"),
    Row(resolving + [.failed], "release 1"),
  ]

  @Test(arguments: goodsForMoney) func sellsGoods(_ row: Row) throws {
    let moves = try Moves(Stage(originator: [.data, .receipt], responder: [.money]), as: .originator)
    #expect(Moves.words(moves.machine(after: row.after)) == row.leadsTo)
  }

  @Test(arguments: moneyForMoney) func changesMoney(_ row: Row) throws {
    let moves = try Moves(Stage(originator: [.money], responder: [.money]), as: .originator)
    #expect(Moves.words(moves.machine(after: row.after)) == row.leadsTo)
  }

  /// Nothing of the responder's stands at a ledger, so its opening ends the exchange.
  @Test func aReceiptNeedsNoSecuring() throws {
    let moves = try Moves(Stage(originator: [.receipt], responder: [.receipt]), as: .originator)
    #expect(Moves.words(moves.machine(after: Self.opened + [.gotM4])) == "completed")
    #expect(Moves.words(moves.machine(after: Self.resolving + [.resolved])) == "completed")
  }

  @Test func aReceiptThatNamesAnotherOpeningIsTakenToTheArbiter() throws {
    let moves = try Moves(Stage(originator: [.receipt], responder: [.receipt], cheat: .responder), as: .originator)
    #expect(Moves.words(moves.machine(after: Self.opened + [.gotM4])) == "sign resolve")
    #expect(Moves.words(moves.machine(after: Self.resolving + [.gotM4])) == "ask resolve")
    #expect(Moves.words(moves.machine(after: Self.resolving + [.gotM4, .resolved])) == "completed")
  }

  /// Whoever opens must still reach the arbiter for a resolution and a whole window before the exchange closes.
  @Test func opensOnlyWhileAWindowFits() throws {
    let least = Stage.patience.seconds + Stage.window.seconds
    for (left, leadsTo) in [(least + 1, "sign open"), (least, "sign abort"), (1, "sign abort"), (-1, "sign abort")] {
      let moves = try Moves(Stage(originator: [.data, .receipt], responder: [.money]), as: .originator)
      var machine = moves.machine(after: Self.committed)
      let late = Timestamp(seconds: moves.stage.terms.header.closes.seconds - left)
      _ = machine.handle(moves[.gotM2], at: late)
      #expect(Moves.words(machine) == leadsTo, "\(left) s before the end")
    }
  }

  /// A process that was away between deciding to open and signing M3 must not open any more: what it signs stays here.
  @Test func anOpeningSignedTooLateLeadsToAnAbort() throws {
    let least = Stage.patience.seconds + Stage.window.seconds
    for (left, leadsTo) in [(least + 1, "send open-originator, wait"), (least, "sign abort"), (-1, "sign abort")] {
      let moves = try Moves(Stage(originator: [.data, .receipt], responder: [.money]), as: .originator)
      var machine = moves.machine(after: Self.opening)
      let late = Timestamp(seconds: moves.stage.terms.header.closes.seconds - left)
      _ = machine.handle(moves[.signedM3], at: late)
      #expect(Moves.words(machine) == leadsTo, "\(left) s before the end")
    }
  }

  @Test func aWaitEndsByItsOwnTimerOnly() throws {
    let moves = try Moves(Stage(originator: [.data], responder: [.money]), as: .originator)
    for after in [Self.committed, Self.opened] {
      var machine = moves.machine(after: after)
      let before = machine.outstandingActions
      let other = Stage.start.advanced(by: Span(seconds: Stage.patience.seconds + 1))
      #expect(machine.handle(.timePassed(other), at: other).isEmpty)
      #expect(machine.outstandingActions == before)
    }
  }

  @Test func aWindowIsAskedAboutAgainBeforeItEnds() throws {
    let moves = try Moves(Stage(originator: [.data], responder: [.money]), as: .originator)
    // Over by our clock and not by the arbiter's, which said that it is still open: not asked again at once.
    let patience = Stage.patience.seconds
    let rows: [(Int64, Int64)] = [(0, patience), (3_500, 3_600), (3_600, 3_600 + patience), (5_000, 5_000 + patience)]
    for (seconds, expected) in rows {
      var machine = moves.machine(after: Self.resolving)
      _ = machine.handle(moves[.pending], at: Stage.start.advanced(by: Span(seconds: seconds)))
      guard case .askArbiter(_, let notBefore) = machine.outstandingActions.first else {
        Issue.record("the arbiter is not asked again")
        continue
      }
      #expect(notBefore == Stage.start.advanced(by: Span(seconds: expected)))
    }
  }

  /// Rule J6, for everything that can happen: "opening" and "aborting" exclude each other for ever.
  @Test(arguments: [[Stage.Gift.data, .receipt], [.receipt], [.money], [.money, .data]])
  func neverOpensAndAborts(_ gives: [Stage.Gift]) throws {
    let moves = try Moves(Stage(originator: gives, responder: [.money]), as: .originator)
    let all = Exploration(moves, depth: 5) { _, asked in
      let opens = asked.contains { if case .sign(.open) = $0 { true } else { false } }
      return opens && asked.contains(.sign(.abort)) ? "signs an opening and an abort" : nil
    }
    #expect(all.complaints.prefix(3).isEmpty)
    #expect(all.ends.contains("declined"))
    #expect(all.paths > 200)
  }
}
