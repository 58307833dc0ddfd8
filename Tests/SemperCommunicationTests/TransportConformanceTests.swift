import SemperCommunication
import SemperTesting
import Testing

@Suite("Every transport behaves alike")
struct TransportConformanceTests {
  @Test(arguments: TransportConformance.all.map(\.name))
  func inProcess(_ behaviour: String) async throws {
    let address = try Address("http://127.0.0.1:7000")
    let transport = InProcessTransport([address: TransportRole.routes])
    try await TransportConformance.run(behaviour, over: transport, at: address)
  }

  @Test(arguments: TransportConformance.all.map(\.name))
  func http(_ behaviour: String) async throws {
    try await withServer(TransportRole.routes) { address in
      try await withClient { try await TransportConformance.run(behaviour, over: $0, at: address) }
    }
  }
}
