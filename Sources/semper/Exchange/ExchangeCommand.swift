import ArgumentParser

/// `semper exchange`: the kinds of fair exchange of the paper's Figure 2, between real processes on this machine.
struct ExchangeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exchange", abstract: "The kinds of transfer and fair exchange: list them, plan any, and run one.",
    subcommands: [
      ExchangeListCommand.self, ExchangePlanCommand.self, ExchangeRunCommand.self, ExchangePartyCommand.self,
      ExchangeTransferCommand.self, ExchangeContractCommand.self, ExchangeRegistryCommand.self,
    ])
}
