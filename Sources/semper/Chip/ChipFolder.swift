import Foundation
import SemperArchive
import SemperArchiveSQLite
import SemperChipper
import SemperServers
import SemperWallet

/// A chip card in software that is in no wallet and in no shop: a home with the memory of a purse, and beside it the PIN, as it comes with
/// a card; or with a merchant's module and the key of purchases.
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
    _ = try await purse(in: home).personalise(issued.purse)
    let pin = URL(filePath: folder).appending(path: pinFile)
    try Data((issued.pin + "\n").utf8).write(to: pin)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: pin.path)
  }

  /// A module that its provider has handed out, on a card of its own.
  static func make(_ issued: IssuedModule, at folder: String) async throws {
    let home = try RoleHome(at: folder)
    defer { try? home.close() }
    _ = try await OwnModule.open(putting: issued, into: home.home.archive.records, keys: home.home.archive.keys)
  }

  /// The module in a folder; `nil` where it has another card.
  static func module(in home: RoleHome) async throws -> Card<Module>? {
    try await OwnModule.open(into: home.home.archive.records, keys: home.home.archive.keys)?.card
  }

  static func purse(in home: RoleHome) -> Card<SemperChipper.Purse> {
    Card(in: home.home.archive.records, named: name) { bytes in try SemperChipper.Purse(stateBytes: bytes) }
  }
}
