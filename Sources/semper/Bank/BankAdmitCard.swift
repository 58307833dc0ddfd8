import ArgumentParser
import SemperArchiveSQLite
import SemperCoding
import SemperModel
import SemperSET

/// `semper bank admit-card HOME NUMBER`: a card of another bank in a card bank's brand.
struct BankAdmitCard: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admit-card",
    abstract: "Take a card of another bank into a card bank's brand and print the letter to its holder.",
    discussion: """
      The bank must not be running. The other bank decides about the card's payments; “semper serve cardbank --issuer” reaches it.
      With the letter, “semper wallet card BANK --letter FILE” has a key certified for the card. Keep it secret.
      """)

  @Argument(help: "The card bank's home.")
  var home: String
  @Argument(help: "The card's number, as “semper bank issue-card” has printed it.")
  var number: String
  @Option(help: "The last month in which the card is good, as YYMM.")
  var expiry: String

  func validate() throws { _ = try card() }

  private func card() throws -> (number: CardNumber, expiry: CardExpiry) {
    guard let number = try? CardNumber(number), let expiry = try? CardExpiry("20" + expiry) else {
      throw ValidationError("give the card's number and --expiry YYMM as “semper bank issue-card” has printed them")
    }
    return (number, expiry)
  }

  func run() async throws {
    let (number, expiry) = try card()
    let opened = try Home.openUnattended(at: home)
    defer { try? opened.close() }
    let letter = try await CardHouse.admit(
      number, expiry, records: opened.archive.records, keys: opened.archive.keys)
    Output.json(letter.json)
  }
}
