import Yams

/// Why a text was not taken as YAML, in words for its author.
public struct YAMLFault: Error, Sendable, CustomStringConvertible {
  public let mark: YAMLDocument.Mark?
  public let message: String

  init(_ mark: YAMLDocument.Mark?, _ message: String) {
    self.mark = mark
    self.message = message
  }

  init(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(YAMLDocument.Mark(line: mark.line, column: mark.column), problem)
    case .reader(let problem, _, _, _): self.init(nil, problem)
    default: self.init(nil, "\(error)")
    }
  }

  public var description: String { mark.map { "\($0.line):\($0.column): \(message)" } ?? message }
}
