import Foundation
import SemperEcash
import SemperModel
import Testing

/// How often amounts and times alone tell the bank who pays, with and without the purse's policy. `make simulate` plays more users
/// (SEMPER_USERS) and prints what it measured.
@Suite("LinkageSimulation") struct LinkageSimulation {
  private let users = ProcessInfo.processInfo.environment["SEMPER_USERS"].flatMap(Int.init) ?? 200
  private let seed = ProcessInfo.processInfo.environment["SEMPER_SEED"].flatMap(UInt64.init) ?? 1

  private func measure(_ wallets: LinkageWorld.Wallets, _ name: String) -> (worst: Double, world: LinkageWorld) {
    let world = LinkageWorld(users: users, days: 30, wallets: wallets, seed: seed)
    let hits = LinkageAttack.allCases.map { ($0.rawValue, $0.hits(world)) }
    let hurried = String(format: "%.2f", 100 * Double(world.hurried) / Double(max(1, world.payments.count)))
    let told = hits.map { "\($0.0) \(String(format: "%.2f", $0.1)) %" }.joined(separator: ", ")
    if ProcessInfo.processInfo.environment["SEMPER_USERS"] != nil {
      let line = "\(users) users, \(world.payments.count) payments, \(name): \(told); in a hurry \(hurried) %\n"
      FileHandle.standardError.write(Data(line.utf8))
    }
    return (hits.map(\.1).max() ?? 0, world)
  }

  @Test func withdrawingAheadHidesWhoPays() {
    let naive = measure(.naive, "naive")
    let ahead = measure(.ahead(.standard), "ahead")
    #expect(naive.world.payments.count == ahead.world.payments.count)
    #expect(naive.worst > 80)
    #expect(ahead.worst < 5)
    #expect(ahead.world.hurried * 20 < ahead.world.payments.count)
  }

  /// Each part of the policy is needed.
  @Test func withoutTheWaitingAWithdrawalTellsOfThePaymentBefore() {
    let hasty = WithdrawalPolicy(
      parcel: WithdrawalPolicy.standard.parcel, low: WithdrawalPolicy.standard.low, window: Span(seconds: 0))
    #expect(measure(.ahead(hasty), "hasty").worst > 2 * measure(.ahead(.standard), "ahead").worst)
  }

  @Test func theSameUsersBuyTheSameThings() {
    let worlds = [LinkageWorld.Wallets.naive, .ahead(.standard)].map {
      LinkageWorld(users: 20, days: 10, wallets: $0, seed: seed)
    }
    #expect(worlds[0].payments.map(\.units) == worlds[1].payments.map(\.units))
    #expect(worlds[0].payments.map(\.time) == worlds[1].payments.map(\.time))
  }
}
