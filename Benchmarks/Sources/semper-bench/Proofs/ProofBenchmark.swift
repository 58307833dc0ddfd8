import ArgumentParser
import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// The proof that a delivery is not what was described: how large it is, how long the buyer takes to make it from the
/// ciphertext and the arbiter to judge it, against the size of the content.
///
/// The seller announces another opening than it sealed with, so the first chunk convicts it, and the buyer has to hash the
/// whole ciphertext for the path: the dearest case.
struct ProofBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proofs", abstract: "Proofs of misbehaviour against the size of the content.")

  @Option(parsing: .upToNextOption, help: "MiB of content.") var sizes = [1, 64, 1024, 4096]
  @Option var rounds = 3

  func run() async throws {
    var report = Report()
    for size in sizes {
      try await Scratch.withAsync { scratch in try await measure(size, DeliveryPlan(home: scratch.path), &report) }
    }
    report.printTable()
  }

  private func measure(_ size: Int, _ plan: DeliveryPlan, _ report: inout Report) async throws {
    try await plan.prepare(bytes: size << 20)
    let content = try plan.content
    let sealer = ContentSealer(content, opening: plan.opening, exchange: plan.exchange)
    let locked = try await sealer.lockedData()
    let ciphertext = plan.home + "/ciphertext"
    try await write(sealer, to: ciphertext)
    let other = try ItemOpening(bytes: [UInt8](repeating: 10, count: ItemOpening.size))
    let opener = try ContentOpener(
      content: plan.description, leaves: content.leaves, locked: locked, exchange: plan.exchange, opening: other)
    var times = [Double]()
    var proof: ProofOfMisbehaviour?
    for _ in 0..<rounds {
      times.append(
        try await Clock.timeAsync {
          guard case .misbehaviour(let found) = try await opener.open(ciphertext, into: plan.home + "/goods") else {
            throw BenchmarkError("the other opening opens the goods")
          }
          proof = found
        })
    }
    guard let proof else { throw BenchmarkError("no proof was made") }
    let root = try plan.description.summary
    let judged = try Loop(seconds: 0.5, rounds: rounds).rate {
      guard proof.holds(opening: other, exchange: plan.exchange, content: root, locked: locked) else {
        throw BenchmarkError("the proof does not hold")
      }
    }
    let hash = try Clock.time { _ = try Child.output(of: ["openssl", "dgst", "-sha256", ciphertext]) }
    try report.add(
      Measurement("proofs", "making the proof, \(size) MiB of content", "s", Spread(times))
        .over(hash, "openssl dgst -sha256 of the ciphertext")
        .with("proof kB", Double(proof.canonicalBytes.count) / 1_000)
        .with("judged /s", judged.median))
  }

  private func write(_ sealer: ContentSealer, to path: String) async throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw BenchmarkError("the ciphertext cannot be written") }
    for try await piece in try sealer.pieces(0..<sealer.length) { try file.write(contentsOf: Data(piece)) }
    try file.close()
  }
}
