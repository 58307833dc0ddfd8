import ArgumentParser
import Foundation
import SemperChipper
import SemperCoding
import SemperModel
import SemperServers

/// `semper bank issue-module HOME ACCOUNT --output FILE`: a module for a merchant's own hands.
struct BankIssueModule: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue-module", abstract: "Write a merchant's own module for chip cards into a file.",
    discussion:
      """
      The bank must not be running. The file holds the key of purchases: whoever has it could make payments of any card, and the bank \
      pays them. Give it to merchants whom you trust, and destroy it when it is in its shop.
      """)

  @Argument(help: "The bank's home.")
  var home: String
  @Argument(help: "The merchant's account: the thumbprint of its key, as the audit lists it after “customer:”.")
  var account: Thumbprint
  @Option(help: "The file, which must not be there yet.")
  var output: String
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    guard !FileManager.default.fileExists(atPath: output) else {
      throw ValidationError("\(output) is there already")
    }
    let opened = try RoleHome(at: home)
    defer { try? opened.close() }
    let module = try await opened.module(for: account)
    guard
      FileManager.default.createFile(
        atPath: output, contents: Data(module.canonicalBytes), attributes: [.posixPermissions: 0o600])
    else { throw ValidationError("\(output) cannot be written") }
    let number = module.number.description
    json
      ? Output.json(.fields(["file": output.json, "module": number.json]))
      : Output.line("module \(number) in \(output)")
  }
}
