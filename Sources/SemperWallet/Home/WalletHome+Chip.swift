import SemperArchive
import SemperArchiveSQLite
import SemperBank
public import SemperChipper
import SemperCommerce
import SemperCommunication
import SemperCryptography
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

  /// Makes the wallet pay with a chip card of its bank that is in a PC/SC reader, and gives the card's number. The PIN is tried, which
  /// costs one of its tries if it is wrong, and kept sealed to the seed. A card that was in a reader before gives way.
  ///
  /// Throws `WalletError` where a card in software has the place, or another bank has issued this one, and `CardFailure` where none is to
  /// be read.
  public func insertChipCard(inReader reader: String, pin digits: String) async throws -> String {
    if let chip, chip.reader == nil {
      throw WalletError(.notPossible, .errorChipThere, ["number": chip.number.description])
    }
    guard let pin = PIN(digits) else { throw WalletError(.notUnderstood, .errorChipPIN) }
    let channel = PCSCChannel.way(toCardIn: reader)
    let profile = try await channel.exclusively {
      let terminal = PurseTerminal(channel)
      let profile = try await terminal.select()
      guard profile.provider == CardNumber(hostOf: bank.key.thumbprint), let expires = profile.expiry.end else {
        throw WalletError(.notPossible, .errorChipBank, ["reader": reader])
      }
      try await terminal.verify(pin)
      return (number: profile.number, expires: expires)
    }
    try WalletFiles(home: home.path).put(
      ChipCard(profile.number, expires: profile.expires, pin: digits, reader: reader, sealedTo: keys.cardCase()))
    return profile.number.description
  }

  /// Orders a purse on a chip card from the bank that is not to be in this wallet but on a card of its own.
  public func orderChipCard() async throws -> IssuedPurse {
    try await BankLine(transport: transport, address: bank.address, bank: bank.key)
      .purse(for: keys.account, now: time.now())
  }

  /// What is on the chip card; `nil` without one, and while it is not in its reader.
  public func chipBalance() async throws -> Money? {
    guard let chip else { return nil }
    do {
      return Money(minorUnits: Int64(try await PurseTerminal(chip.channel).balance()), .euro)
    } catch is CardFailure where chip.reader != nil {
      return nil
    }
  }
}
