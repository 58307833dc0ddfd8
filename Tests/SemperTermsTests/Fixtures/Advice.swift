/// Whether a fix says what to write: it tells to do something, and that is not to read elsewhere.
enum Advice {
  static let verbs: Set<String> = [
    "Add", "Ask", "Bound", "Compare", "Declare", "Exchange", "Give", "Have", "Lead", "Leave", "Let", "Name", "Say",
    "Send",
    "Take", "Write",
  ]
  static let empty = ["as the message says", "docs/", "correct it", "what may stand"]

  static func isRemedy(_ fix: String) -> Bool {
    let first = fix.prefix { $0.isLetter }
    let lower = fix.lowercased()
    return verbs.contains(String(first)) && fix.hasSuffix(".") && fix.contains(" ")
      && !empty.contains { lower.contains($0) }
  }
}
