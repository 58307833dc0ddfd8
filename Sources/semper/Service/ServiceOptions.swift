import ArgumentParser

/// What all commands about a file of terms have in common.
struct ServiceOptions: ParsableArguments {
  @Argument(help: "A file of terms, in YAML or JSON.")
  var file: String
  @Option(help: "The folder of ready-made services, for those that are extended by name.")
  var services = ServiceShelf.usual

  /// The file, or an end with exit code 2 and what is wrong with it.
  func read() throws -> ServiceFile { try Self.read(file, services) }

  static func read(_ file: String, _ services: String) throws -> ServiceFile {
    do { return try ServiceFile(file, services: services) } catch {
      Output.complaint("\(error)")
      throw ServiceFile.unreadable
    }
  }
}
