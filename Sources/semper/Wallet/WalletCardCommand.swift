import ArgumentParser
import Foundation
import SemperChipper
import SemperCoding
import SemperModel
import SemperTrustedUI
import SemperWallet

import struct SemperSET.CardLetter

/// `semper wallet card [BANK]`.
struct WalletCardCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Get a chip card from the wallet's bank, or a test card from one that issues credit cards (play money).")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "The address of a bank that issues credit cards; without it a chip card of the wallet's own bank.")
  var bank: String?
  @Option(help: "Pay with a chip card that is in this PC/SC reader, in place of one in software; needs --pin.")
  var reader: String?
  @Option(help: "With --reader: a file with the card's PIN in its first line.")
  var pin: String?
  @Option(
    help: "Get a chip card of its own, whose memory is in this new folder: for semper chip hold, and then --reader.")
  var onto: String?
  @Option(
    help: "A file with the letter about a card that another bank has issued, as “semper bank admit-card” prints it.")
  var letter: String?

  func validate() throws {
    guard letter == nil || bank != nil else { throw ValidationError(options.texts(WalletText.errorLetterBank)) }
    guard [bank, reader, onto].compactMap(\.self).count <= 1, (pin == nil) == (reader == nil) else {
      throw ValidationError("give a bank, or --reader NAME with --pin FILE, or --onto FOLDER, or none of them")
    }
  }

  func run() async throws {
    if let reader, let pin {
      try await insert(from: reader, pin: pin)
    } else if let onto {
      try await make(onto)
    } else if let bank {
      try await credit(at: bank)
    } else {
      try await chip()
    }
  }

  private func chip() async throws {
    let number = try await options.withWallet { wallet in try await wallet.insertChipCard() }
    if options.json {
      Output.json(.fields(["chip": number.json]))
    } else {
      Output.line(options.texts(WalletText.chipDone, ["number": number]))
    }
  }

  private func insert(from reader: String, pin file: String) async throws {
    let data = FileManager.default.contents(atPath: file) ?? Data()
    let digits = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let number = try await options.withWallet { try await $0.insertChipCard(inReader: reader, pin: digits) }
    if options.json {
      Output.json(.fields(["chip": number.json, "reader": reader.json]))
    } else {
      Output.line(
        options.texts(WalletText.chipReader, ["number": number, "reader": HumanText.line(reader)]))
    }
  }

  private func make(_ folder: String) async throws {
    try ChipFolder.checkVacant(folder)
    let issued = try await options.withWallet { try await $0.orderChipCard() }
    try await ChipFolder.make(issued, at: folder)
    if options.json {
      Output.json(.fields(["chip": issued.number.description.json, "folder": folder.json]))
    } else {
      Output.line(
        options.texts(
          WalletText.chipOnto, ["number": issued.number.description, "folder": ShellWord(folder).description]))
    }
  }

  private func credit(at bank: String) async throws {
    let address = try options.address(bank)
    let letter = try letter.map(Self.letter)
    try await options.withWallet { wallet in try await wallet.insertCard(from: address, letter: letter) }
    // The card is a purse of the wallet from its next opening on.
    let balance = try await options.withWallet { wallet in try await wallet.cardBalance() }
    if options.json {
      Output.json(.fields(["card": balance?.json]))
    } else {
      let texts = options.texts
      Output.line(
        balance.map { texts(WalletText.cardDone, ["amount": texts.price($0)]) } ?? texts(WalletText.cardElsewhere))
    }
  }

  private static func letter(_ file: String) throws -> CardLetter {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw WalletError(.notFound, .errorFile, ["path": file])
    }
    do {
      return try CardLetter(json: CanonicalJSON.parse(Array(data)))
    } catch {
      throw WalletError(.notUnderstood, .errorLetter, ["path": file])
    }
  }
}
