public import ArgumentParser
import Logging
public import SemperCommunication
public import SemperCryptography
public import SemperModel

// How values are written on a command line: as everywhere else.

extension Address: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(argument) }
}

extension Span: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}

extension CertifiedRole: ExpressibleByArgument {}

extension Logger.Level: @retroactive ExpressibleByArgument {}
