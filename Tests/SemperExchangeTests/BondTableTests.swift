import SemperExchange
import SemperPayments
import Testing

/// Both machines where the responder's bond stands for its data, move by move.
@Suite struct BondTableTests {
  typealias Row = OriginatorTableTests.Row

  private static let answered: [Moves.Move] = [.gotM1, .fetched, .locked, .signedM2, .gotM3, .good, .signedM4]
  private static let calling = answered + [.timer, .timer, .signedResolve]
  private static let complaining: [Moves.Move] = [
    .locked, .signedM1, .gotM2, .fetched, .signedM3, .gotM4, .bad, .signedComplaint,
  ]

  /// A responder that has opened has its due: whatever the arbiter says then, only the bond comes back.
  static let responder = [
    Row(answered, "send open-responder, wait"),
    Row(answered + [.deliveredM4], "wait"),
    Row(answered + [.timer], "wait"),
    Row(answered + [.timer, .timer], "sign resolve"),
    Row(calling, "ask resolve"),
    Row(calling + [.aborted], "release 1"),
    Row(calling + [.aborted, .released], "completed"),
    Row(calling + [.resolved], "release 1"),
    Row(calling + [.resolved, .released], "completed"),
    Row(calling + [.pending], "sign accept"),
    Row(calling + [.pending, .signedAccept], "ask accept"),
    Row(calling + [.pending, .signedAccept, .pending], "ask accept later"),
    Row(calling + [.pending, .signedAccept, .resolved, .released], "completed"),
    Row(calling + [.failed], "release 2"),
    Row(calling + [.arbiterRefused], "wronged"),
    Row(calling + [.giveUp], "ask resolve"),
  ]

  /// An originator that takes the bond also takes back what the responder has not claimed.
  static let originator = [
    Row(complaining + [.failed], "secure by decision"),
    Row(complaining + [.failed, .secured], "release 1"),
    Row(complaining + [.failed, .secured, .released], "compensated"),
    Row(complaining + [.failed, .secured, .securingRefused], "compensated"),
    Row(complaining + [.failed, .securingRefused], "wronged"),
  ]

  @Test(arguments: responder) func theBondComesBack(_ row: Row) throws {
    let moves = try Moves(Stage(originator: [.data], responder: [.data, .money, .bond]), as: .responder)
    #expect(Moves.words(moves.machine(after: row.after)) == row.leadsTo)
  }

  @Test(arguments: originator) func theBondIsTaken(_ row: Row) throws {
    let moves = try Moves(Stage(originator: [.data, .money], responder: [.data, .bond]), as: .originator)
    #expect(Moves.words(moves.machine(after: row.after)) == row.leadsTo)
  }

  /// What the originator pays must not go to a responder that has failed.
  @Test func onlyTheRespondersMoneyIsForfeited() throws {
    let body = try Stage(originator: [.data, .money], responder: [.data, .bond]).terms.body
    #expect(body.lockRule(of: .originator) == .payment)
    #expect(body.lockRule(of: .responder) == .forfeit)
    #expect(try Stage(originator: [.data], responder: [.money]).terms.body.lockRule(of: .responder) == .payment)
  }
}
