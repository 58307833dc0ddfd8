public import ArgumentParser
public import SemperBank

extension LedgerPosition: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
