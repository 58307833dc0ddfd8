import Foundation
import Testing

/// The purchase confirmation as a person reads it on her terminal, in her language.
@Suite(.serialized) struct ConfirmationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let language: String
    let title: String
    let labels: [String]
    let price: String
    let window: String
    let yes: String
    let no: String
    let declined: String
    let completed: String
    var testDescription: String { language }
  }

  static let cases = [
    Case(
      language: "de_DE.UTF-8", title: "Möchten Sie das kaufen?",
      labels: [
        "Sie zahlen", "An", "Für", "Sie bekommen", "Bedingungen", "Fairness", "Schiedsrichter", "Der Verkäufer erfährt",
      ],
      price: "7,00\u{A0}€", window: "spätestens in 2\u{20}Minuten wieder laufen", yes: "ja", no: "nein",
      declined: "Sie haben Nein gesagt; es wurde nichts bestellt.", completed: "Sie haben, was beschrieben war"),
    Case(
      language: "el_GR.UTF-8", title: "Θέλετε να το αγοράσετε;",
      labels: ["Πληρώνετε", "Προς", "Για", "Παίρνετε", "Όροι", "Δικαιοσύνη", "Διαιτητής", "Ο πωλητής μαθαίνει"],
      price: "7,00\u{A0}€", window: "σε 2\u{20}λεπτά το αργότερο", yes: "ναι", no: "όχι",
      declined: "Είπατε όχι· δεν παραγγέλθηκε τίποτα.", completed: "έχετε ό,τι περιγράφηκε"),
  ]

  @Test(
    "what is given, got, how fair and who judges, first declined at 40 columns, then agreed to at 100", arguments: cases
  )
  func confirmed(_ person: Case) throws {
    let demo = try OpenDemo()
    let link = try demo.link()
    let surroundings = ["SEMPER_PASSPHRASE_FILE": demo.folder.path + "/passphrase", "LC_ALL": person.language]
    let arguments = ["wallet", "buy", link, "--home", demo.home]

    let narrow = try TerminalProgram(
      arguments, columns: 40, environment: surroundings.merging(["NO_COLOR": "1"]) { $1 })
    let asked = try narrow.question(person.title)
    #expect(!asked.contains("\u{1B}"))
    let lines = asked.split(separator: "\r\n").drop { $0 != person.title }
    #expect(lines.count > 20 && lines.allSatisfy { $0.count <= 40 }, "\(asked)")
    for label in person.labels { #expect(lines.contains("  " + label), "\(label) in \(asked)") }
    #expect(lines.contains("    Semper Demo Arbiter,"), "\(asked)")
    let plain = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(plain.contains(person.price) && plain.contains(person.window), "\(plain)")
    for word in ["You ", "Terms", "Arbiter ", "yes", "⟨"] { #expect(!asked.contains(word), "\(word) in \(asked)") }
    try narrow.type(person.no)
    let (declined, said) = narrow.end()
    #expect(declined == 3 && said.contains(person.declined), "\(said)")

    let wide = try TerminalProgram(
      arguments, columns: 100, environment: surroundings.merging(["TERM": "xterm", "NO_COLOR": ""]) { $1 })
    _ = try wide.question(person.title)
    let bold = "\u{1B}[1m\(person.price)\u{1B}[0m"
    let rows = wide.screen.split(separator: "\r\n").map(String.init)
    #expect(rows.contains { $0.hasPrefix("  \(person.labels[0]) ") && $0.hasSuffix(bold) }, "\(rows)")
    try wide.type(person.yes)
    let (completed, all) = wide.end()
    #expect(completed == 0 && all.contains(person.completed), "\(all)")

    // A machine reads the same in every language.
    let german = try demo.wallet(["deals", "--json", "--language", "de"])
    let english = try demo.wallet(["deals", "--json"])
    #expect(german.output == english.output && english.output.contains("\"outcome\":\"completed\""))
  }
}
