import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperChipper
import SemperServers
import SemperWallet

/// A chip card in software that is in no wallet: a home with the card's memory, and beside it the PIN, as it comes with a card.
enum ChipFolder {
  private static let name = "chip"
  private static let pinFile = "pin"

  /// Refuses a folder that is there, before a card is ordered for it.
  static func checkVacant(_ folder: String) throws(WalletError) {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw WalletError(.notPossible, .errorChipFolder, ["folder": folder])
    }
  }

  static func make(_ issued: IssuedPurse, at folder: String) async throws {
    let home = try RoleHome(at: folder)
    defer { try? home.close() }
    _ = try await card(in: home).personalise(issued.purse)
    let pin = URL(filePath: folder).appending(path: pinFile)
    try Data((issued.pin + "\n").utf8).write(to: pin)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: pin.path)
  }

  static func card(in home: RoleHome) -> Card<SemperChipper.Purse> {
    Card(in: home.home.archive.records, named: name) { bytes in try SemperChipper.Purse(stateBytes: bytes) }
  }
}
