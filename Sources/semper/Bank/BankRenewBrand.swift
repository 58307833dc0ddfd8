import ArgumentParser
import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperEngine
import SemperModel
import SemperSET

/// `semper bank renew-brand HOME`: the authorities of a card bank's brand, renewed where they are due.
struct BankRenewBrand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew-brand",
    abstract: "Renew the authorities of a card bank's brand and print until when each is certified.",
    discussion: """
      The bank must not be running. “semper serve cardbank” renews what is due at its start, a year before it ends; this does
      the same without a start. What was certified under an earlier authority stays good until that ends.
      """)

  @Argument(help: "The card bank's home.")
  var home: String
  @Flag(help: "Renew all authorities under the root, whether they are due or not.")
  var all = false
  @Flag(help: "Print one JSON object on standard output.")
  var json = false

  func run() async throws {
    let opened = try Home.openUnattended(at: home)
    defer { try? opened.close() }
    let terms = try await CardHouse.renewAuthorities(in: opened.archive.keys, all: all, at: SystemTime().now())
    if json {
      let shown: [JSON] = terms.map {
        .fields(["expires": $0.expires.json, "name": $0.name.json, "renewed": $0.isRenewed.json])
      }
      Output.json(.fields(["authorities": .array(shown)]))
    } else {
      for term in terms { Output.line("\(term.name)  until \(term.expires)\(term.isRenewed ? "  (renewed)" : "")") }
    }
  }
}
