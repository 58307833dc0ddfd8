import SemperModel
import SemperServers
import Testing

@Suite("Who makes room when a shop is full of orders that cost nothing")
struct UncommittedDealsTests {
  private func id(_ number: UInt8) throws -> ID<Deal> { try ID(bytes: [UInt8](repeating: number, count: 16)) }

  @Test("The oldest of the source with most, never one buyer for another")
  func fairness() throws {
    var deals = UncommittedDeals()
    #expect(deals.oldestInTheWay(of: "a") == nil)
    try deals.insert(id(1), from: "b")
    for number in UInt8(2)...4 { try deals.insert(id(number), from: "a") }
    #expect(try deals.oldestInTheWay(of: "c") == id(2))
    #expect(try deals.oldestInTheWay(of: "b") == id(2))
    #expect(deals.oldestInTheWay(of: "a") == nil)
    // Bound or ended, it counts no more.
    try deals.remove(id(2))
    #expect(try deals.oldestInTheWay(of: "c") == id(3))
    #expect(deals.oldestInTheWay(of: "b") == nil)
    try deals.remove(id(3))
    #expect(deals.oldestInTheWay(of: "c") == nil)
  }
}
