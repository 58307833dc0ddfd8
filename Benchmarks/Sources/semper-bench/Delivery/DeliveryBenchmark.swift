import ArgumentParser
import Foundation

/// A large content on its way through a fair purchase, beside a plain download and `sha256sum` of the same file by the
/// same server and client. Both ends are processes; everything is on the disk and synchronised when the clock stops.
struct DeliveryBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delivery", abstract: "A large fair delivery against a plain download.")

  @Option(help: "MiB of content.") var size = 1024
  @Option var rounds = 3

  private struct Round {
    let client: DeliveryClient.Times
    let serverMemory: Double
    let serverProcessor: Double
  }

  func run() async throws {
    var report = Report()
    try await Scratch.withAsync { scratch in
      try await DeliveryPlan(home: scratch.path).prepare(bytes: size << 20)
      var found: [DeliveryClient.Way: [Round]] = [:]
      for _ in 0..<rounds {
        for way in DeliveryClient.Way.allCases { found[way, default: []].append(try round(way, scratch)) }
      }
      let plain = found[.plain] ?? []
      let sealed = found[.sealed] ?? []
      let reference = try report.add(
        measurement("plain download and sha256sum, \(size) MiB", plain, steps: ["download", "sha256sum"]))
      try report.add(
        measurement("fair delivery, \(size) MiB", sealed, steps: ["download and check", "open and write"])
          .with("ζ s", Spread(sealed.map(\.client.lock)).median).over(reference))
    }
    report.printTable()
  }

  private func round(_ way: DeliveryClient.Way, _ scratch: Scratch) throws -> Round {
    let server = try Child(["delivery-server", "--home", scratch.path])
    let ready: DeliveryServer.Ready = try server.next()
    let client = try Child([
      "delivery-client", "--home", scratch.path, "--address", ready.address, "--way", way.rawValue,
    ])
    let times: DeliveryClient.Times = try client.next()
    try client.wait()
    let memory = try ProcessFacts.peakMemory(of: server.identifier)
    let processor = try ProcessFacts.processorSeconds(of: server.identifier)
    server.stop()
    for name in ["plain.part", "sealed.part", "goods"] {
      try? FileManager.default.removeItem(atPath: scratch.file(name))
    }
    return Round(client: times, serverMemory: memory, serverProcessor: processor)
  }

  private func measurement(_ name: String, _ rounds: [Round], steps: [String]) -> Measurement {
    Measurement("delivery", name, "s", Spread(rounds.map(\.client.total)))
      .with("\(steps[0]) s", Spread(rounds.map(\.client.download)).median)
      .with("\(steps[1]) s", Spread(rounds.map(\.client.open)).median)
      .with("peak MiB, seller", Spread(rounds.map(\.serverMemory)).most)
      .with("peak MiB, buyer", Spread(rounds.map(\.client.peakMemory)).most)
      .with("CPU s, seller", Spread(rounds.map(\.serverProcessor)).median)
      .with("CPU s, buyer", Spread(rounds.map(\.client.processor)).median)
  }
}
