import SemperArchive
import SemperArchiveSQLite
import SemperBank
import SemperChipper
import SemperCommerce
import SemperCommunication
import SemperEngine
public import SemperModel

extension WalletHome {
  /// Puts a purse on a chip card, in software, into the wallet, from its bank, and gives its number; that of the one that is there if
  /// there is one. May be broken off and begun again.
  ///
  /// The wallet pays with it from its next opening on, when it has been loaded.
  public func insertChipCard() async throws -> String {
    if let chip { return chip.number.description }
    let line = BankLine(transport: transport, address: bank.address, bank: bank.key)
    let issued = try await line.purse(for: keys.account, now: time.now())
    // The memory first: a card that the wallet knows of has one.
    _ = try await ChipCard.memory(of: issued.number, in: home.archive.records).personalise(issued.purse)
    try WalletFiles(home: home.path).put(ChipCard(issued, sealedTo: keys.cardCase()))
    return issued.number.description
  }

  /// What is on the chip card; `nil` without one.
  public func chipBalance() async throws -> Money? {
    guard let chip else { return nil }
    return Money(minorUnits: Int64(try await PurseTerminal(InProcessChannel(chip.memory)).balance()), .euro)
  }
}
