import ArgumentParser

/// `semper directory …`: a directory of services, from which customers download packages and evaluations securely.
struct DirectoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory", abstract: "Publish services and evaluations, and download them.",
    discussion: """
      The holders of root keys and the evaluators each have a home of their own, with a key that never leaves it (key). The
      owner drafts a root (init, rotate), enough holders sign it (sign), and the owner publishes it. While the directory is
      served it takes packages and submissions (add, publish); stop it for all else.
      """,
    subcommands: [
      DirectoryKeyCommand.self, DirectoryInitCommand.self, DirectorySignCommand.self, DirectoryPublishCommand.self,
      DirectoryAddCommand.self, DirectorySubmissionCommand.self, DirectoryDelegateCommand.self,
      DirectoryRotateCommand.self, DirectoryServeCommand.self, DirectoryFetchCommand.self,
    ])
}
