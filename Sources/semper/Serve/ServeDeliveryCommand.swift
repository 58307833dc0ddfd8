import ArgumentParser
import SemperServers

/// `semper serve delivery`.
struct ServeDeliveryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delivery", abstract: "Brings letters to recipients who do not answer, and signs that it has.")

  @OptionGroup var common: CommonServeOptions
  @OptionGroup var certified: CertifiedServeOptions

  func run() async throws {
    let options = try common.options(
      organisation: "Semper Demo Delivery", authority: certified.authority, token: certified.token)
    try await DeliveryServer(options: options).run(logger: common.logger)
  }
}
