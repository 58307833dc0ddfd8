import Foundation
import Testing

/// What `semper exchange` tells a person in her language: what happens, how it ended, why that is fair, and what to do.
@Suite(.serialized) struct ExchangeLanguageTests {
  struct Words: Sendable, CustomTestStringConvertible {
    let locale: String
    let option: String
    let cell: String
    let fault: String
    /// What is said while it runs, and at its end.
    let story: [String]
    let refusal: String
    /// What the evidence proves.
    let proven: String
    var testDescription: String { option }
  }

  static let languages = [
    Words(
      locale: "en_IE.UTF-8", option: "en", cell: "Both sign, or nobody has signed.",
      fault: "The responder is killed with kill -9 in the middle of the exchange and started again.",
      story: [
        "A message is on its way to the responder: killing it (kill -9).", "It starts again.",
        "The exchange ended: completed.", "The originator holds of the other's", "a statement that counts",
        "This is fair:", "Each side holds all that the other had promised.",
      ], refusal: "No money is locked on an account in contract-signing; leave out --lock.",
      proven: "the statement counts, at "),
    Words(
      locale: "de_DE.UTF-8", option: "de", cell: "Beide unterschreiben, oder niemand hat unterschrieben.",
      fault: "Der Responder wird mitten im Austausch mit kill -9 abgeschossen und neu gestartet.",
      story: [
        "Eine Nachricht an den Responder ist unterwegs: Er wird abgeschossen (kill -9).", "Der Prozess startet neu.",
        "So endete der Austausch:", "Der Originator hat vom anderen", "eine Erklärung, die gilt", "Das ist fair:",
        "Jede Seite hat alles, was die andere versprochen hatte.",
      ], refusal: "In contract-signing wird kein Geld auf einem Konto gesperrt; lassen Sie --lock weg.",
      proven: "die Erklärung gilt, bei "),
    Words(
      locale: "el_GR.UTF-8", option: "el", cell: "Υπογράφουν και οι δύο, ή δεν έχει υπογράψει κανείς.",
      fault: "Ο αποκρινόμενος τερματίζεται με kill -9 στη μέση της ανταλλαγής και ξεκινά ξανά.",
      story: [
        "Ένα μήνυμα προς τον αποκρινόμενο είναι καθ' οδόν: τερματίζεται (kill -9).", "Ξεκινά ξανά.",
        "Η ανταλλαγή έληξε:", "Ο εκκινητής έχει από τον άλλον", "μια δήλωση που ισχύει", "Αυτό είναι δίκαιο:",
        "Κάθε πλευρά έχει όλα όσα είχε υποσχεθεί η άλλη.",
      ], refusal: "Στο contract-signing δεν δεσμεύονται χρήματα σε λογαριασμό· παραλείψτε το --lock.",
      proven: "η δήλωση ισχύει, στο "),
  ]

  @Test(arguments: languages) func anExchangeIsTold(_ words: Words) throws {
    let folder = DemoFolder()
    let run = try SemperProgram.run(
      ["exchange", "run", "contract-signing", "--fail", "crash-responder", "--dir", folder.path],
      environment: ["LC_ALL": words.locale])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    for line in [words.cell, words.fault] + words.story { #expect(run.output.contains(line), "\(run.output)") }
    #expect(!run.output.contains("⟨"))
    let judged = try SemperProgram.run(
      [
        "verify", folder.path + "/proposer/evidence.json", "--trust", folder.path + "/authority/trust.json",
        "--language", words.option,
      ])
    #expect(judged.status == 0 && judged.output.contains(words.proven) && !judged.output.contains("⟨"))
  }

  @Test(arguments: languages) func cellsAndCasesAreNamed(_ words: Words) throws {
    let cells = try SemperProgram.run(["exchange", "list", "--language", words.option])
    #expect(cells.status == 0 && cells.output.contains(words.cell) && !cells.output.contains("⟨"))
    for more in [[], ["contract-signing"], ["payment"]] {
      let cases = try SemperProgram.run(
        ["exchange", "run"] + more + ["--fail", "list", "--language", words.option])
      #expect(cases.status == 0 && !cases.output.contains("⟨"))
      #expect(cases.output.contains(words.fault) == (more != ["payment"]), "\(cases.output)")
    }
  }

  @Test(arguments: languages) func aRefusalSaysWhatToDo(_ words: Words) throws {
    let run = try SemperProgram.run(
      ["exchange", "run", "contract-signing", "--lock", "account", "--language", words.option])
    #expect(run.status == 64 && run.errors.contains(words.refusal), "\(run.errors)")
  }

  /// Other tools read the same whatever language the person speaks.
  @Test func theObjectIsTheSameInEach() throws {
    let listed = try ["en", "de", "el"].map { language in
      try SemperProgram.run(["exchange", "list", "--json", "--language", language]).output
    }
    #expect(Set(listed).count == 1 && listed.first?.contains("Both sign") == true)
  }
}
