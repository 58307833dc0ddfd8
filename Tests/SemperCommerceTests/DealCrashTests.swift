import Foundation
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

  /// The troubled deals take minutes each: `SEMPER_EXHAUSTIVE=1` runs them too.
  private static var chosen: ArraySlice<Case> {
    ProcessInfo.processInfo.environment["SEMPER_EXHAUSTIVE"] == nil ? cases.prefix(1) : cases[...]
  }

  @Test(arguments: chosen) func everyCrashEndsFairly(_ trial: Case) async throws {
    let fair = try await Fair()
    let report = try await DealEnd.law(fair, trial.trouble).verify()
    #expect(report.crashes > 40)
  }
}
