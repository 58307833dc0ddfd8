import ArgumentParser
import SemperServers

/// `semper directory serve`: the directory as a process.
struct DirectoryServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve a directory, and keep its timestamp fresh, until told to stop.",
    discussion:
      "Also for other clients of The Update Framework: metadata under /directory/metadata, contents under /directory/targets."
  )

  @OptionGroup var common: CommonServeOptions

  func run() async throws {
    let options = try common.options(organisation: "Directory")
    try await DirectoryServer(home: options.home, http: options.http).run(logger: common.logger)
  }
}
