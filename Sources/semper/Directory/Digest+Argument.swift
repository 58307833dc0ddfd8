public import ArgumentParser
public import SemperModel

extension Digest: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
