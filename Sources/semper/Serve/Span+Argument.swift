public import ArgumentParser
public import SemperModel

extension Span: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
