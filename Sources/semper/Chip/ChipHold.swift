import ArgumentParser
import Foundation
import SemperArchiveSQLite
import SemperChipper
import SemperServers

/// `semper chip hold FOLDER`: holds a card in a slot of the virtual reader until it is ended.
struct ChipHold: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Hold a chip card in the virtual reader of vsmartcard until Ctrl-C takes it out.",
    discussion:
      "pcscd must run with vpcd. That listens on all addresses of the machine and asks nobody for a name: run it where nobody else gets at it."
  )

  @Argument(help: "The card's folder (semper wallet card --onto FOLDER, or semper bank issue-module --onto FOLDER).")
  var folder: String
  @Option(help: "The port of the reader's slot: 35963 for the first, one more for the second.")
  var port = 35_963

  func run() async throws {
    let isNone = ValidationError("\(folder) is no chip card")
    guard Home.exists(at: folder) else { throw isNone }
    let home = try RoleHome(at: folder)
    defer { try? home.close() }
    if let module = try await ChipFolder.module(in: home) { return try await VPCDBridge(module, port: port).run() }
    let purse = ChipFolder.purse(in: home)
    guard try await purse.isPersonalised else { throw isNone }
    try await VPCDBridge(purse, port: port).run()
  }
}
