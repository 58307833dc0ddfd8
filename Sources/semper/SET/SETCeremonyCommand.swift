import ArgumentParser
import Foundation
import SemperModel
import SemperSET
import SemperTrustedUI

/// `semper set ceremony DIR`: a test brand's hierarchy, certificates and keys.
struct SETCeremonyCommand: SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ceremony", abstract: "Make a test brand's hierarchy of certificates in a new folder.")

  @Argument(help: "The folder; it must be empty or not exist.")
  var folder: String
  @Option(help: "The brand's name; an invented one.")
  var brand = TestMarket.brandName
  @OptionGroup var speech: LanguageOptions
  var language: SemperTrustedUI.Language { speech.language }

  func run() throws {
    let out = try SETFolder(folder)
    var generator = SystemRandomNumberGenerator()
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    let ceremony = try BrandCeremony(brand: try BrandID(brand), using: &generator, at: now.forClocksBehind)
    let desks = [ceremony.cardholders, ceremony.merchants, ceremony.gateways]
    for authority in [ceremony.root, ceremony.brandAuthority, ceremony.region] + desks.map(\.authority) {
      try out.write(Array(PEM.certificate(authority.certificate).utf8), as: "\(authority.name).pem")
      try out.write(key: PEM.key(authority.key), as: "\(authority.name).key.pem")
    }
    try out.write(key: PEM.key(ceremony.nextRoot), as: "next-root.key.pem")
    for desk in desks {
      let name = desk.authority.name
      try out.write(Array(PEM.certificate(desk.identity.certificate).utf8), as: "\(name)-answers.pem")
      try out.write(key: PEM.key(desk.identity.key), as: "\(name)-answers.key.pem")
      try out.write(Array(PEM.certificate(desk.transport.certificate).utf8), as: "\(name)-exchange.pem")
      try out.write(key: PEM.key(desk.transport.key), as: "\(name)-exchange.key.pem")
    }
    let texts = CommandTexts.of(language)
    Output.line(texts(SETText.setFounded, ["folder": folder]))
    Output.line(texts(SETText.setPlay, [:]))
  }
}
