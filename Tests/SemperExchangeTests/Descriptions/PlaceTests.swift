import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@testable import SemperExchange

/// An item has a place of its own in the whole exchange. Otherwise a complaint about one side's data could be judged by what the
/// other has described, and convict the wrong one.
@Suite struct PlaceTests {
  private static func content(_ seed: UInt8) throws -> ItemDescription {
    .data(try ContentRoot(json: .fields(["length": 70_000.json, "root": Digest(plain: [seed]).json])))
  }

  private static func item(_ path: String, _ seed: UInt8) throws -> DescribedItem {
    let salt = try Nonce(bytes: Array(repeating: seed, count: 32))
    return DescribedItem(path: path, salt: salt, description: try content(seed))
  }

  private func body(_ mine: DescribedItem, _ yours: DescribedItem) -> ExchangeBody {
    ExchangeBody(
      originatorItems: [mine.commitment], responderItems: [yours.commitment], level: .compensated,
      window: Span(seconds: 60), ledgers: [], context: Digest(plain: [9]))
  }

  @Test func noTwoItemsOfAnExchangeHaveOnePath() throws {
    let (mine, yours, same) = (try Self.item("o/data", 1), try Self.item("r/data", 2), try Self.item("o/data", 2))
    #expect(throws: Never.self) { try ExchangeBody(json: body(mine, yours).json) }
    #expect(throws: CodingError.self) { try ExchangeBody(json: body(mine, same).json) }
    let wish = PlanWish()
    let receipt = DescribedItem(
      path: "o/data", salt: same.salt, description: .statement(document: Digest(plain: [5])))
    let other = DescribedItem(path: "r/receipt", salt: same.salt, description: receipt.description)
    #expect(throws: Never.self) { try ExchangeProposal(proposer: [mine], invited: [other], wish: wish) }
    #expect(throws: Refusal.self) { try ExchangeProposal(proposer: [mine], invited: [receipt], wish: wish) }
  }

  @Test func whatASideOwesIsWhatThatSideHasDescribed() throws {
    let trade = try Trade()
    let (mine, yours) = (try Self.item("same", 1), try Self.item("same", 2))
    let record = ExchangeRecord(
      terms: ExchangeTerms(header: trade.terms.header, body: body(mine, yours)), items: [mine, yours],
      commitOriginator: trade.first, commitResponder: trade.second)
    #expect(record.described("same", of: .originator) == mine.description)
    #expect(record.described("same", of: .responder) == yours.description)
    #expect(record.described("other", of: .responder) == nil)
  }
}
