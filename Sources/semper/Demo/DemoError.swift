import SemperTrustedUI

/// What the demonstration could not do, and what to do about it: a text that exists in each language.
struct DemoError: Error, CustomStringConvertible {
  let text: DemoText
  let parts: [String: String]

  init(_ text: DemoText, _ parts: [String: String] = [:]) {
    self.text = text
    self.parts = parts
  }

  var description: String { CommandTexts.of(.english)(text, parts) }
}
