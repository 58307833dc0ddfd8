import ExchangeExplorer
import SemperExchange
import Testing

@Suite struct ExplorationTests {
  @Test func bothHonest() async throws {
    let finding = try await Search.run(Setting([.statement], for: [.lock]))
    #expect(finding.violation == nil)
  }
}
