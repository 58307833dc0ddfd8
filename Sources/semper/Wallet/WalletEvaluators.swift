import ArgumentParser

/// `semper wallet evaluators …`: whose word about services counts.
struct WalletEvaluators: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluators", abstract: "Whose evaluations of services count for you.",
    discussion: """
      Nobody's do at first: ask an evaluator for the thumbprint of its key in another way than from a shop or a directory, such as from
      its own pages or on paper. One evaluator that you trust and that finds a service unfair is enough to refuse it.
      """,
    subcommands: [
      WalletEvaluatorsShow.self, WalletEvaluatorsTrust.self, WalletEvaluatorsForget.self, WalletEvaluatorsRequire.self,
    ],
    defaultSubcommand: WalletEvaluatorsShow.self)
}
