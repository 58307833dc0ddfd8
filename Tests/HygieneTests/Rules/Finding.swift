/// What a rule found, where, and what to do about it.
struct Finding: CustomStringConvertible, Equatable {
  let path: String
  let line: Int?
  let advice: String

  init(_ file: SourceFile, line: Int? = nil, _ advice: String) {
    self.init(file.path, line: line, advice)
  }

  init(_ path: String, line: Int? = nil, _ advice: String) {
    self.path = path
    self.line = line
    self.advice = advice
  }

  var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(advice)" }
}

extension [Finding] {
  /// One finding a line, for the message of an expectation.
  var report: String { map(\.description).joined(separator: "\n") }
}
