import ArgumentParser
import SemperCertification
import SemperEngine
import SemperServers

/// `semper directory add HOME PACKAGE…`: services that the directory distributes.
struct DirectoryAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Publish packages of services.",
    discussion:
      "A package is one JSON object: the seller's signed terms and the legal texts. Prints the digests that customers ask for."
  )

  @Argument(help: "The directory's home.")
  var home: String
  @Argument(help: "Packages.")
  var packages: [String]

  func run() async throws {
    let order = try read()
    _ = try await DirectoryDesk.carryOut(order, at: home, now: SystemTime().now())
    for package in order.packages { Output.line("\(package.service)") }
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private func read() throws -> DirectoryOrder { DirectoryOrder(packages: try packages.map(DirectoryFiles.package)) }
}
