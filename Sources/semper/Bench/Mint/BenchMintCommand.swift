import ArgumentParser
import SemperCoding

/// `semper bench mint`.
struct BenchMintCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mint", abstract: "Withdrawals, swaps and deposits a second of a mint alone.",
    discussion: """
      The mint is a process of its own on a durable archive and is asked over HTTP on this machine. Clients make keys and blind \
      before the clock runs, and verify what they were answered after it.
      """)

  @Flag(help: "Print one JSON object on standard output.")
  var json = false
  @Option(help: "The bits of the mint's keys, one or more numbers with commas between them.")
  var bits = "2048,3072"
  @Option(help: "How many clients ask at a time.")
  var clients = 8
  @Option(help: "How many requests of each kind a round has.")
  var requests = 1600
  @Option(help: "How many rounds count.")
  var rounds = 3
  @Option(help: "Where everything is kept; by default a new folder among the temporary files, which is removed.")
  var dir: String?

  func validate() throws {
    let sizes = bits.split(separator: ",").map { Int($0) }
    guard !sizes.isEmpty, sizes.allSatisfy({ [2048, 3072, 4096].contains($0) }) else {
      throw ValidationError("Keys have 2048, 3072 or 4096 bits.")
    }
    guard (1...64).contains(clients), (1...100_000).contains(requests), (1...100).contains(rounds) else {
      throw ValidationError("Measure with 1 to 64 clients, 1 to 100000 requests, 1 to 100 rounds.")
    }
  }

  func run() async throws {
    let openSSL = await OpenSSLSpeed.measure()
    let figures = try await BenchPlace.scoped(in: dir) { place in
      try await measured(
        by: MintBench(
          semper: place.program, directory: place.directory, transport: place.transport, clients: clients,
          requests: requests, rounds: rounds))
    }
    if json {
      Output.json(
        .fields([
          "mint": .array(figures.map { $0.json(openSSL: openSSL?.signatures(bits: $0.bits)) }),
          "openSSL": openSSL?.json,
        ]))
    } else {
      for one in figures { Output.line(one.line(openSSL: openSSL?.signatures(bits: one.bits))) }
    }
  }

  private func measured(by bench: MintBench) async throws -> [MintFigures] {
    var figures: [MintFigures] = []
    for size in bits.split(separator: ",").compactMap({ Int($0) }) {
      if !json { Output.complaint("measuring a mint with keys of \(size) bits …") }
      figures.append(try await bench.measure(bits: size))
    }
    return figures
  }
}
