import ArgumentParser
import Foundation
import SemperCoding
import SemperCommunication
import SemperCommunicationHTTP
import SemperEngine
import SemperModel
import SemperStatements
import Synchronization

/// The buyer's side of a delivery in a process of its own; each step is timed.
struct DeliveryClient: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "delivery-client", shouldDisplay: false)

  enum Way: String, ExpressibleByArgument, CaseIterable { case plain, sealed }

  /// Seconds for each step; the steps follow one another.
  struct Times: Codable {
    /// The seller's computing of ζ. Nothing for a plain download.
    var lock = 0.0
    /// Until the last byte is on the disk, checked against ζ on the way when sealed.
    var download = 0.0
    /// Decrypting, checking and writing when sealed; `sha256sum` when plain.
    var open = 0.0
    var processor = 0.0
    var peakMemory = 0.0
    var total: Double { lock + download + open }
  }

  @Option var home: String
  @Option var address: String
  @Option var way: Way

  func run() async throws {
    let plan = try DeliveryPlan(home: home)
    let transport = try HTTPClientTransport()
    let target = "\(home)/\(way.rawValue).part"
    var times =
      switch way {
      case .plain: try await plain(plan, transport, to: target)
      case .sealed: try await sealed(plan, transport, to: target)
      }
    let own = ProcessInfo.processInfo.processIdentifier
    times.processor = try ProcessFacts.processorSeconds(of: own)
    times.peakMemory = try ProcessFacts.peakMemory(of: own)
    try Parent.tell(times)
    try await transport.shutdown()
  }

  private func plain(_ plan: DeliveryPlan, _ transport: HTTPClientTransport, to target: String) async throws -> Times {
    var times = Times()
    let length = Int(try plan.description.layout.length)
    let download = Download("/plain", at: try Address(address), length: length, to: target)
    times.download = try await Clock.timeAsync { try await download.run(over: transport, time: SystemTime()) }
    times.open = try Clock.time { _ = try Child.output(of: ["sha256sum", target]) }
    return times
  }

  private func sealed(_ plan: DeliveryPlan, _ transport: HTTPClientTransport, to target: String) async throws -> Times {
    var times = Times()
    let content = try plan.description
    let address = try Address(address)
    var start = ContinuousClock.now
    let reply = try await transport.send(
      Request(.post, "/lock"), to: address, largest: 4 << 10, within: Span(seconds: 600))
    guard reply.status == 200 else { throw BenchmarkError("no ζ: status \(reply.status)") }
    let locked = try LockedData(json: CanonicalJSON.parse(reply.body))
    times.lock = Clock.seconds(since: start)

    start = .now
    let verifier = Mutex(try DeliveryVerifier(content: content, locked: locked))
    let download = Download("/sealed", at: address, length: Int(locked.length), to: target)
    try await download.run(
      over: transport, time: SystemTime(),
      piece: { _, bytes in
        try bytes.withUnsafeBytes { bytes in try verifier.withLock { try $0.receive(bytes) } }
      })
    try verifier.withLock { try $0.finish() }
    times.download = Clock.seconds(since: start)

    start = .now
    let leaves = try LeafList(bytes: Array(Data(contentsOf: URL(filePath: plan.leaves))), of: content)
    let opener = try ContentOpener(
      content: content, leaves: leaves, locked: locked, exchange: plan.exchange, opening: plan.opening)
    guard case .written = try await opener.open(target, into: home + "/goods") else {
      throw BenchmarkError("the goods are not as described")
    }
    times.open = Clock.seconds(since: start)
    return times
  }
}
