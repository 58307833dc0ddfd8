import ArgumentParser
import Foundation
import SemperArchive
import SemperCoding
import SemperModel
import SemperSET
import SemperTrustedUI

/// `semper set record DIR`: one purchase and what undoes another, each DER message in a file named after it, with the keys that check and
/// open them.
struct SETRecordCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Write each message of SET, and the keys to check and open them, into a new folder.")

  @Argument(help: "The folder; it must be empty or not exist.")
  var folder: String
  @OptionGroup var speech: LanguageOptions
  var language: SemperTrustedUI.Language { speech.language }
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let out = try SETFolder(folder)
    var generator = SystemRandomNumberGenerator()
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    let market = try await TestMarket(
      records: InMemoryArchive().records, grant: Money(minorUnits: 100_000, .euro), using: &generator, at: now)
    let order = try TestMarket.sampleOrder()
    let purchase = try await RecordedPurchase(
      in: market, order, credit: Money(minorUnits: 500, .euro), using: &generator, at: now)
    let undone = try await RecordedReversals(
      in: market, TestMarket.sampleOrder(number: 2), credit: Money(minorUnits: 500, .euro), using: &generator, at: now)
    let messages = purchase.messages + undone.messages
    for message in messages {
      try out.write(message.bytes, as: "\(message.name).der")
      for part in try message.parts { try out.write(part.bytes, as: "parts/\(part.name).der") }
    }
    for registration in market.registrations {
      for message in registration.messages {
        try out.write(message.bytes, as: "registration/\(registration.of)/\(message.name).der")
        for part in try message.parts {
          try out.write(part.bytes, as: "parts/registration/\(registration.of)/\(part.name).der")
        }
      }
    }
    try out.write(order.text, as: "order.txt")
    try out.write(certificate: PEM.certificate(market.ceremony.root.certificate), as: "root.pem")
    for (name, identity) in [("gateway", market.gatewayTransport), ("merchant", market.merchantTransport)] {
      try out.write(certificate: PEM.certificate(identity.certificate), as: "\(name)-exchange.pem")
      try out.write(key: PEM.key(identity.key), as: "\(name)-exchange.key.pem")
    }
    let texts = CommandTexts.of(language)
    if json {
      Output.json(
        .fields([
          "folder": folder.json, "messages": messages.map(\.name).json, "time": now.json,
        ]))
    } else {
      Output.line(
        texts(SETText.setRecorded, ["folder": folder, "messages": String(messages.count)]))
      Output.line(texts(SETText.setPlay, [:]))
    }
  }
}
