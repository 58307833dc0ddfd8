import ArgumentParser

/// `semper service`: terms of business as their author and their evaluator work with them.
struct ServiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service", abstract: "Write, check, try out and compare terms of business.",
    discussion:
      "A file of terms is YAML or JSON. docs/guides/author.md leads from an empty file to a service that is sold.",
    subcommands: [
      ServiceNewCommand.self, ServiceCheckCommand.self, ServiceSimulateCommand.self, ServiceTestCommand.self,
      ServiceExplainCommand.self, ServiceGraphCommand.self, ServiceDiffCommand.self, ServiceSchemaCommand.self,
      ServiceSignCommand.self, ServicePublishCommand.self, ServiceEvaluateCommand.self,
      ServiceStatusCommand.self,
    ])
}
