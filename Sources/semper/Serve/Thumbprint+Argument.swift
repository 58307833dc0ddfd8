public import ArgumentParser
public import SemperModel

extension Thumbprint: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
