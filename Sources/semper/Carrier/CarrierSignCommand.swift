public import ArgumentParser
import SemperCoding
public import SemperCommerce
import SemperCryptography
import SemperEngine
import SemperModel
import SemperServers
import SemperTrustedUI

/// `semper carrier sign EVENT --home HOME --parcel NUMBER --consignment DIGEST --to LINE … --out FILE`.
struct CarrierSignCommand: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign what has become of a parcel, into a file for its sender or receiver.",
    discussion: """
      The consignment and the address are what the sender has put on the parcel (semper till steps). The statement holds the number and a \
      digest of the address, and nothing of the deal, of which the carrier knows nothing.
      """)

  @OptionGroup var options: CarrierOptions
  var language: Language { options.language }
  @Argument(help: "What has become of it: accepted, delivered, damaged, refused or returned.")
  var event: Carriage.Event
  @Option(help: "The parcel's number.")
  var parcel: String
  @Option(help: "The consignment that stands on the parcel.")
  var consignment: Digest
  @Option(help: "A line of the address on the parcel, from the first to the last.")
  var to: [String] = []
  @Option(help: "When it happened, such as 2026-11-28T12:00:00Z; by default now.")
  var at: Timestamp?
  @Option(help: "The file that the statement is written to.")
  var out: String

  func run() async throws {
    let parcel = try TypedWords.text(parcel)
    let now = SystemTime().now()
    let desk = try CarrierDesk(at: options.home)
    defer { try? desk.close() }
    let signed = try await desk.sign(
      event, of: parcel, in: Consignment(number: consignment, address: to.isEmpty ? nil : to), at: at ?? now, now: now)
    try DirectoryFiles.write(signed.canonicalBytes, to: out)
    if options.json {
      return Output.json(.fields(["event": event.json, "file": out.json, "statement": signed.digest.json]))
    }
    Output.line(
      options.texts(
        CarrierText.carrierSigned,
        [
          "parcel": HumanText.line(parcel.text), "event": options.texts.text("carrier.event.\(event.rawValue)"),
          "file": out,
        ]))
  }
}

extension Carriage.Event: ExpressibleByArgument {}
