import Foundation
import SemperArchive
import SemperCommerce
import SemperModel
import SemperPayments
import SemperTesting
import Testing

/// Crashes each side, and the arbiter, before and after every durable write of a whole deal.
@Suite(.serialized) struct DealCrashTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let trouble: Trouble
  }

  static let cases = [
    Case(testDescription: "all goes well", trouble: Trouble()),
    Case(testDescription: "bad goods", trouble: Trouble(badGoods: true)),
    Case(testDescription: "the seller is silent after M2", trouble: Trouble(lostToBuyer: [.openOriginator])),
    Case(testDescription: "the buyer's opening is lost", trouble: Trouble(lostToSeller: [.openResponder])),
    Case(testDescription: "the buyer's commitment is lost", trouble: Trouble(lostToSeller: [.commitResponder])),
    Case(
      testDescription: "the arbiter comes late", trouble: Trouble(lostToBuyer: [.openOriginator], arbiterAway: 3_000)),
  ]

  /// In the last of these the seller is silent too.
  private static let troubled = [cases[1], cases[3], cases[4], cases[5]]

  /// What the normal run leaves out: where the deals in trouble die just after a write, and in their first phases, which
  /// are those of the deal that goes well. `SEMPER_EXHAUSTIVE=1` runs it all.
  private static let isExhaustive = ProcessInfo.processInfo.environment["SEMPER_EXHAUSTIVE"] != nil

  @Test func everyCrashOfADealThatGoesWellEndsFairly() async throws {
    let report = try await DealEnd.law(try await Fair()).verify()
    #expect(report.crashes > 20)
  }

  /// Just before a write everything that led to it has been done and none of it is known.
  @Test(arguments: isExhaustive ? cases : troubled) func everyCrashEndsFairly(_ trial: Case) async throws {
    let law = DealEnd.law(try await Fair(), trial.trouble)
    let began = Self.isExhaustive ? [:] : try await law.uncrashed().exchangeBegan
    let report = try await law.verify(passing: began, sides: Self.isExhaustive ? CrashPoint.Side.allCases : [.before])
    #expect(report.crashes > 8)
  }

  /// With real coins, so that the mint and what purse and till write are part of it: lock and claim, or lock and refund.
  @Test(arguments: isExhaustive ? cases : [cases[0], cases[1]]) func noCoinIsLost(_ trial: Case) async throws {
    let law = DealEnd.law(try await Fair(), trial.trouble, mint: true)
    let plain = try await law.uncrashed()
    #expect(plain.endings.count == 1 && plain.complaint == nil)
    // Two accounts, a withdrawal, a lock and its end.
    #expect(try await law.verify(["mint"]).crashes >= 10)
    let began = Self.isExhaustive ? [:] : plain.exchangeBegan
    let report = try await law.verify(
      ["buyer", "seller", "arbiter"], passing: began, sides: Self.isExhaustive ? CrashPoint.Side.allCases : [.before])
    #expect(report.crashes > 8)
  }
}
