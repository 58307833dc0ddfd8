import SemperExchange
import SemperModel
import Testing

/// The responder's machine move by move.
@Suite struct ResponderTableTests {
  typealias Row = OriginatorTableTests.Row

  private static let fetching: [Moves.Move] = [.gotM1]
  private static let committed = fetching + [.fetched, .locked, .signedM2]
  private static let calling = committed + [.timer, .signedResolve]

  /// Money for data and a receipt.
  static let moneyForGoods = [
    Row([], "wait"),
    Row([.timer], "declined"),
    Row([.giveUp], "declined"),
    Row([.goodsRefused], "declined"),
    Row([.gotM3], "wait"),
    Row(fetching, "fetch, wait"),
    Row(fetching + [.goodsRefused], "declined"),
    Row(fetching + [.timer], "declined"),
    Row(fetching + [.giveUp], "declined"),
    Row(fetching + [.locked], "fetch, wait"),
    Row(fetching + [.fetched], "lock"),
    Row(fetching + [.fetched, .lockRefused], "declined"),
    Row(fetching + [.fetched, .giveUp], "lock"),
    Row(fetching + [.fetched, .locked], "sign M2"),
    Row(fetching + [.fetched, .locked, .giveUp], "sign M2"),
    Row(committed, "send commit-responder, wait"),
    Row(committed + [.giveUp], "sign resolve"),
    Row(committed + [.timer], "sign resolve"),
    Row(committed + [.gotM3], "check"),
    Row(committed + [.gotM3, .timer], "check"),
    Row(committed + [.gotM3, .giveUp], "check"),
    Row(committed + [.gotM3, .bad], "sign complain"),
    Row(committed + [.gotM3, .bad, .signedComplaint], "ask complain"),
    Row(committed + [.gotM3, .bad, .signedComplaint, .aborted], "release 1"),
    Row(committed + [.gotM3, .bad, .signedComplaint, .pending], "ask complain later"),
    Row(committed + [.gotM3, .bad, .signedComplaint, .resolved], "wronged"),
    Row(committed + [.gotM3, .good], "sign open"),
    Row(committed + [.gotM3, .good, .signedM4], "send open-responder, wait"),
    Row(committed + [.gotM3, .good, .signedM4, .deliveredM4], "completed"),
    Row(committed + [.gotM3, .good, .signedM4, .timer], "completed"),
    Row(calling, "ask resolve"),
    Row(calling + [.giveUp], "ask resolve"),
    Row(calling + [.gotM3], "check"),
    Row(calling + [.gotM3, .good], "sign open"),
    Row(calling + [.gotM3, .bad], "sign complain"),
    Row(calling + [.arbiterRefused], "wronged"),
    Row(calling + [.aborted], "release 1"),
    Row(calling + [.failed], "release 1"),
    Row(calling + [.aborted, .released], "aborted"),
    Row(calling + [.aborted, .securingRefused], "wronged"),
    Row(calling + [.pending], "check"),
    Row(calling + [.pending, .good], "sign accept"),
    Row(calling + [.pending, .good, .signedAccept], "ask accept"),
    Row(calling + [.pending, .good, .signedAccept, .resolved], "completed"),
    Row(calling + [.pending, .bad], "sign complain"),
    Row(calling + [.pending, .bad, .signedComplaint, .failed], "release 1"),
    Row(calling + [.resolved], "check"),
    Row(calling + [.resolved, .good], "completed"),
    Row(calling + [.resolved, .bad], "wronged"),
  ]

  /// Money for money: secure before open.
  static let moneyForMoney = [
    Row([.gotM1], "lock"),
    Row([.gotM1, .locked, .signedM2, .gotM3], "secure by opening"),
    Row([.gotM1, .locked, .signedM2, .gotM3, .good], "secure by opening"),
    Row([.gotM1, .locked, .signedM2, .gotM3, .timer], "secure by opening"),
    Row([.gotM1, .locked, .signedM2, .gotM3, .secured], "sign open"),
    Row([.gotM1, .locked, .signedM2, .gotM3, .securingRefused], "sign resolve"),
    Row([.gotM1, .locked, .signedM2, .timer, .signedResolve, .resolved], "secure by decision"),
    Row([.gotM1, .locked, .signedM2, .timer, .signedResolve, .resolved, .secured], "completed"),
    Row([.gotM1, .locked, .signedM2, .timer, .signedResolve, .resolved, .securingRefused], "wronged"),
  ]

  /// Data and money from the originator: first the check, then the money, then our opening.
  static let bothFromOriginator = [
    Row(committed + [.gotM3], "check"),
    Row(committed + [.gotM3, .secured], "check"),
    Row(committed + [.gotM3, .good], "secure by opening"),
    Row(committed + [.gotM3, .good, .secured], "sign open"),
    Row(calling + [.resolved, .good], "secure by decision"),
    Row(calling + [.pending, .good, .signedAccept, .resolved], "secure by decision"),
  ]

  @Test(arguments: moneyForGoods) func buysGoods(_ row: Row) throws {
    try check(row, originator: [.data, .receipt])
  }

  @Test(arguments: moneyForMoney) func changesMoney(_ row: Row) throws {
    try check(row, originator: [.money])
  }

  @Test(arguments: bothFromOriginator) func checksThenSecures(_ row: Row) throws {
    try check(row, originator: [.data, .money])
  }

  /// A receipt that names another opening does not count with the originator's secret, so the arbiter has to make it count
  /// before the money is opened.
  @Test func aReceiptThatNamesAnotherOpeningIsTakenToTheArbiter() throws {
    for gives in [[Stage.Gift.receipt], [.data, .receipt]] {
      let moves = try Moves(Stage(originator: gives, responder: [.money], cheat: .originator), as: .responder)
      let bound: [Moves.Move] = [.gotM1, .fetched, .locked, .signedM2, .gotM3]
      #expect(Moves.words(moves.machine(after: bound)) == "sign resolve")
      let end: [Moves.Move] = bound + [.signedResolve, .resolved, .good]
      #expect(Moves.words(moves.machine(after: end)) == "completed")
    }
  }

  private func check(_ row: Row, originator gives: [Stage.Gift]) throws {
    let moves = try Moves(Stage(originator: gives, responder: [.money]), as: .responder)
    #expect(Moves.words(moves.machine(after: row.after)) == row.leadsTo)
  }

  /// Rule J7, for everything that can happen: bound, it only goes forward, and it opens only what it has made safe.
  @Test(arguments: [[Stage.Gift.data, .receipt], [.receipt], [.money], [.data, .money]])
  func neverAbortsAndSecuresBeforeItOpens(_ gives: [Stage.Gift]) throws {
    let moves = try Moves(Stage(originator: gives, responder: [.money]), as: .responder)
    let all = Exploration(moves, depth: 5) { path, asked in
      if asked.contains(.sign(.abort)) { return "signs an abort" }
      guard asked.contains(where: { if case .sign(.open) = $0 { true } else { false } }) else { return nil }
      if gives.contains(.money), !path.contains(.secured) { return "opens before it has secured" }
      if gives.contains(.data), !path.contains(.good) { return "opens before it has checked" }
      return nil
    }
    #expect(all.complaints.prefix(3).isEmpty)
    #expect(all.ends.contains("declined"))
    #expect(all.paths > 200)
  }
}
