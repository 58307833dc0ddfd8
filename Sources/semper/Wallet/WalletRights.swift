import ArgumentParser
import SemperCoding
import SemperCommerce
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet rights`.
struct WalletRights: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rights", abstract: "List the rights that this wallet holds, such as tickets and memberships.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }

  func run() async throws {
    guard case .rights(let rights) = try await options.answer(.rights) else { throw options.unexpected }
    guard !options.json else { return Output.json(rights.json) }
    if rights.isEmpty { return Output.line(options.texts(WalletText.rightsNone)) }
    rights.flatMap(lines).forEach(Output.line)
  }

  private func lines(_ right: WalletRight) -> [String] {
    let texts = options.texts
    let until = right.expires?.description ?? "–"
    return [
      texts(
        right.isOver ? WalletText.rightsOver : .rightsLine,
        ["right": right.name, "type": HumanText.line(right.type), "until": until]),
      texts(
        WalletText.rightsFrom, ["issuer": right.issuer.description, "deal": right.deal?.description ?? "–"]),
      texts(WalletText.rightsSays, ["places": HumanText.line(right.places.joined(separator: ", "))]),
    ]
  }
}
