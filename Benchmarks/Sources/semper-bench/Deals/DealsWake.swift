import ArgumentParser
import SemperCommunication
import SemperCommunicationHTTP
import SemperModel

/// Asks a shop for the statements of deals that rest, one after another.
struct DealsWake: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "deals-wake", shouldDisplay: false)

  @Option var shop: String
  @Option var deal: [String]

  func run() async throws {
    Parent.follow()
    let transport = try HTTPClientTransport()
    let desk = ShopDesk(transport: transport, address: try Address(shop))
    let start = ContinuousClock.now
    var times = [Double]()
    for deal in deal {
      times.append(try await Clock.timeAsync { _ = try await desk.statement(1, of: deal) })
    }
    let seconds = Clock.seconds(since: start)
    guard let latency = Latency(seconds: times) else { throw BenchmarkError("no deals") }
    try Parent.tell(DealsRound(seconds: seconds, deals: deal, latency: latency))
    try await transport.shutdown()
  }
}
