public import ArgumentParser
public import SemperModel

extension Timestamp: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
