import Testing

/// Constructs that do not belong into the code that ships, each with what to do instead.
struct WordRule: Sendable, CustomTestStringConvertible {
  let name: String
  var testDescription: String { name }
  let pattern: String
  let advice: String
  /// Files that the rule looks at.
  let applies: @Sendable (SourceFile) -> Bool
  /// Whether comments and strings count too.
  var readsComments = false

  init(
    _ name: String, _ pattern: String, _ advice: String, readsComments: Bool = false,
    applies: @escaping @Sendable (SourceFile) -> Bool = { _ in true }
  ) {
    self.name = name
    self.pattern = pattern
    self.advice = advice
    self.applies = applies
    self.readsComments = readsComments
  }

  func findings(in file: SourceFile) -> [Finding] {
    guard applies(file), let pattern = try? Regex(pattern) else { return [] }
    let searched = readsComments ? file.text : file.code
    guard searched.contains(pattern) else { return [] }
    return searched.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.contains(pattern) }
      .map { Finding(file, line: $0.offset + 1, "\(name): \(advice)") }
  }

  /// Exceptions from the concurrency rules need a decision record that names the construct and, in backquotes, the type.
  func isDecided(for file: SourceFile, in decisions: [String]) -> Bool {
    ["nonisolated(unsafe)", "@unchecked Sendable", "Task.detached"].contains(name)
      && decisions.contains { $0.contains("`\(name)`") && $0.contains("`\(file.stem)`") }
  }

  static func isMachine(_ file: SourceFile) -> Bool {
    file.folders.contains("Machines") || file.folders.contains("Machine") || file.stem.hasSuffix("Machine")
  }

  /// Rules for `Sources` and `Faults`.
  static let shipped: [WordRule] = [
    WordRule("print", #"(^|[^.\w])(print|debugPrint|dump)\("#, "write to the logger or the terminal you were given"),
    WordRule("try!", #"\btry!"#, "throw, or state the precondition"),
    WordRule("as!", #"\bas!"#, "make the cast impossible to need"),
    WordRule("forced unwrap", #"[\w\])]!(?![=\w])"#, "parse into a checked type, or use guard with a precondition"),
    WordRule(
      "fatalError", #"\bfatalError\("#, "use precondition for a bug of ours, Refusal for what comes from outside"),
    WordRule("nonisolated(unsafe)", #"nonisolated\(unsafe\)"#, "use a Mutex; an exception needs a decision record"),
    WordRule("@unchecked Sendable", #"@unchecked\s+Sendable"#, "use a value or a Mutex"),
    WordRule("@preconcurrency", #"@preconcurrency"#, "a value type or a Mutex, not a silenced warning"),
    WordRule("Task.detached", #"\bTask\s*\.\s*detached"#, "use a task group"),
    WordRule(
      "default in a machine", #"\bdefault\s*:"#, "name every state, so that a new one cannot be forgotten",
      applies: isMachine),
  ]

  /// Rules for every Swift file, comments included. The words are put together so that this file passes them.
  static let everywhere: [WordRule] = [
    WordRule(
      "unfinished work", #"\b("# + ["TO" + "DO", "FIX" + "ME", "XX" + "X"].joined(separator: "|") + #")\b"#,
      "do it or open an issue", readsComments: true)
  ]
}
