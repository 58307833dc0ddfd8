import ArgumentParser

/// Measures what the libraries do, each figure beside a reference that is measured in the same run.
///
/// Every measurement is one line of JSON on standard output; a readable table follows on standard error. The other
/// processes of a measurement are this program again.
@main
struct SemperBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "semper-bench",
    abstract: "Measures Semper beside a reference of the same run.",
    subcommands: [
      MintBenchmark.self, JournalBenchmark.self, StatementsBenchmark.self, PurchaseBenchmark.self,
      DeliveryBenchmark.self, ArbiterBenchmark.self, ProofBenchmark.self, CellsBenchmark.self, PairsBenchmark.self,
      TransfersBenchmark.self, CardBenchmark.self, CheckerBenchmark.self, DealsBenchmark.self, DisputesBenchmark.self,
      PurchaseLoad.self, DeliveryServer.self,
      DeliveryClient.self, DealsLoad.self, DealsWake.self, DisputesClaim.self,
    ])
}
