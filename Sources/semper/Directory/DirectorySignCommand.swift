import ArgumentParser
import SemperCertification
import SemperServers

/// `semper directory sign HOME FILE`: a holder signs a root.
struct DirectorySignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign the draft of a root; the file then holds one more signature.")

  @Argument(help: "The home of a holder of a root key.")
  var home: String
  @Argument(help: "The draft.")
  var file: String

  func run() async throws {
    let signer = try MetadataSigner(at: home)
    defer { try? signer.close() }
    let signed = try await signer.signed(try DirectoryFiles.read(file))
    try DirectoryFiles.write(signed.bytes, to: file)
    Output.line("signed root \(signed.content.version), good until \(signed.content.expires)")
  }
}
