import ArgumentParser
import SemperCertification
import SemperCoding
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
    let (changes, services) = try read()
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    try await desk.publish(changes, at: SystemTime().now())
    for service in services { Output.line(service) }
  }

  /// Apart, because the optimiser of Swift 6.3.1 crashes over it within a coroutine.
  @inline(never)
  private func read() throws -> (changes: DirectoryChanges, services: [String]) {
    var changes = DirectoryChanges()
    var services = [String]()
    for file in packages {
      let package = try UnverifiedPackage(bytes: DirectoryFiles.read(file))
      changes.contents[ServicePath.package(package.service)] = package.canonicalBytes
      services.append("\(package.service)")
    }
    return (changes, services)
  }
}
