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
    var changes = DirectoryChanges()
    let read = try packages.map { try UnverifiedPackage(bytes: DirectoryFiles.read($0)) }
    for package in read { changes.contents[ServicePath.package(package.service)] = package.canonicalBytes }
    let desk = try DirectoryDesk(at: home)
    defer { try? desk.close() }
    try await desk.publish(changes, at: SystemTime().now())
    for package in read { Output.line("\(package.service)") }
  }
}
