import ExchangeExplorer
import SemperExchange
import Testing

/// What of the longer explorations a debug build searches: `make explore` searches all of them.
@Suite struct SubsetTests {
  /// A joint settlement where the arbiter is gone, with each of the two cheating.
  @Test func aSettlementIsFair() async throws {
    let exploration = try await Exploration.run(#require(Setting(words: "Sb for L settle gone")))
    #expect(exploration.verdict == .fair)
    #expect(exploration.bounds.isEmpty)
    #expect(exploration.findings.contains { $0.ends.contains { $0.contains("settled") } })
  }

  /// Piece for piece while nobody loses patience: two honest parties always come to have everything, and of the cheats the two
  /// that an honest party has to take at first. `make explore` has all of them.
  @Test func piecesAreFair() async throws {
    var honest = try #require(PieceSetting(words: "pieces 2"))
    honest.weather = .fair
    let cheating = [(ExchangeRole.originator, PieceDeviation.badLast), (.responder, .twin)].map { role, deviation in
      var setting = honest
      setting.cheat = PieceSetting.Cheat(role: role, deviations: [.none, deviation])
      return setting
    }
    let exploration = try await Exploration.run(honest.title, [honest] + cheating)
    #expect(exploration.verdict == .fair)
    #expect(exploration.bounds.isEmpty)
    #expect(exploration.findings.first?.ends == ["originator completed, responder completed"])
  }

  /// A plain transfer, with sender and recipient cheating in turn.
  @Test func aTransferSaysWhatIsSo() async throws {
    let exploration = try await Exploration.run(#require(TransferSetting(words: "transfer")))
    #expect(exploration.verdict == .fair)
    #expect(exploration.bounds.isEmpty)
    #expect(exploration.findings.first?.ends.isSuperset(of: ["acknowledged", "refused", "silent", "givenUp"]) == true)
  }

  /// A contract of three that all sign, in any order, with the arbiter there for everybody, while nobody loses patience.
  @Test func aContractIsForAllOrNobody() async throws {
    var setting = try #require(ContractSetting(words: "contract"))
    setting.weather = .fair
    let exploration = try await Exploration.run(setting.title, [setting])
    #expect(exploration.verdict == .fair)
    #expect(exploration.bounds.isEmpty)
    #expect(exploration.findings.first?.ends.contains("concluded") == true)
  }
}
