import ArgumentParser

/// `semper bench …`: figures of this machine. `Benchmarks/` measures the parts more closely.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure on this machine (build for release first).",
    subcommands: [BenchPaymentsCommand.self, BenchMintCommand.self, MintServerCommand.self])
}
