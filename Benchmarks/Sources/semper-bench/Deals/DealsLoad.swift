import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCommunicationHTTP
import SemperCryptography
import SemperExchange
import SemperModel

/// Buyers in a process of their own that order, sign the contract, get the shop's commitment and are gone.
struct DealsLoad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "deals-load", shouldDisplay: false)

  @Option var shop: String
  @Option var buyers: Int
  @Option var deals: Int

  func run() async throws {
    Parent.follow()
    let transport = try HTTPClientTransport()
    let desk = ShopDesk(transport: transport, address: try Address(shop))
    let offer = try await desk.offer()
    // Keys and orders are made outside the timed window.
    let orders = try (0..<deals).map { _ in try DraftOrder(on: offer) }
    try Parent.tell(["ready"])
    let (start, each) = (ContinuousClock.now, deals / buyers)
    let times = try await withThrowingTaskGroup(of: [Double].self) { group in
      for buyer in 0..<buyers {
        group.addTask {
          var times = [Double]()
          for order in orders[(buyer * each)..<((buyer + 1) * each)] {
            times.append(try await Clock.timeAsync { try await order.begin(at: desk) })
          }
          return times
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let seconds = Clock.seconds(since: start)
    guard let latency = Latency(seconds: times) else { throw BenchmarkError("no deals") }
    try Parent.tell(
      DealsRound(seconds: seconds, deals: orders.prefix(each * buyers).map { "\($0.deal)" }, latency: latency))
    try await transport.shutdown()
  }
}
