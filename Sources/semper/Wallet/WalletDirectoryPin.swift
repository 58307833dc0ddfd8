import ArgumentParser
import Foundation
import SemperCommunication
import SemperModel
import SemperTrustedUI
import SemperWallet

/// `semper wallet directory pin ADDRESS --root FILE`.
struct WalletDirectoryPin: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "Download services from a directory from now on.",
    discussion:
      "The same root at another address is a mirror of the same directory. For another directory forget the first one.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "Where the directory is served.")
  var address: String
  @Option(help: "The root with which to begin, got another way than from the directory.")
  var root: String

  func run() async throws {
    let address = try options.address(address)
    guard let root = FileManager.default.contents(atPath: root) else {
      throw WalletError(.notFound, .errorFile, ["path": root])
    }
    let (known, trouble) = try await options.withWallet { wallet in
      try await wallet.trust.pin(address, root: Array(root))
      // It is pinned, whether or not it answers now.
      let trouble = try await Self.trouble { try await wallet.lookAtDirectory() }
      return (try await wallet.trust.knownDirectory(), trouble)
    }
    DirectoryReport(options: options).show(known, trouble: trouble)
  }

  private static func trouble(_ look: () async throws -> Void) async throws -> Refusal? {
    do {
      try await look()
      return nil
    } catch let refusal as Refusal {
      return refusal
    } catch let error as TransportError {
      return Refusal(.unavailable, blame: .environment, error.message)
    }
  }
}
