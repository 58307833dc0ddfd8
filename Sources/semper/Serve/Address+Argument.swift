public import ArgumentParser
public import SemperCommunication

extension Address: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(argument) }
}
