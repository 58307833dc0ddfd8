import ArgumentParser
import Foundation
import SemperChipper
import SemperCoding
import SemperModel
import SemperServers

/// `semper bank issue-module HOME ACCOUNT --output FILE | --onto FOLDER`: a module for a merchant's own hands.
struct BankIssueModule: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue-module",
    abstract: "Write a merchant's own module for chip cards into a file, or onto a card in software.",
    discussion:
      """
      The bank must not be running. File and folder hold the key of purchases: whoever has it could make payments of any card, and the \
      bank pays them. Give it to merchants whom you trust, and destroy the file when it is in its shop.
      """)

  @Argument(help: "The bank's home.")
  var home: String
  @Argument(help: "The merchant's account: the thumbprint of its key, as the audit lists it after “customer:”.")
  var account: Thumbprint
  @Option(help: "The file, which must not be there yet (semper serve shop --module).")
  var output: String?
  @Option(
    help: "In place of a file: a card in this new folder, for semper chip hold and semper serve shop --module-reader.")
  var onto: String?
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func validate() throws {
    guard (output == nil) != (onto == nil) else { throw ValidationError("give --output FILE or --onto FOLDER") }
  }

  func run() async throws {
    for place in [output, onto].compactMap(\.self) where FileManager.default.fileExists(atPath: place) {
      throw ValidationError("\(place) is there already")
    }
    let opened = try RoleHome(at: home)
    defer { try? opened.close() }
    let module = try await opened.module(for: account)
    if let onto {
      try await ChipFolder.make(module, at: onto)
    } else if let output {
      guard
        FileManager.default.createFile(
          atPath: output, contents: Data(module.canonicalBytes), attributes: [.posixPermissions: 0o600])
      else { throw ValidationError("\(output) cannot be written") }
    }
    let number = module.number.description
    json
      ? Output.json(.fields(["file": output?.json, "folder": onto?.json, "module": number.json]))
      : Output.line("module \(number) in \(onto ?? output ?? "")")
  }
}
