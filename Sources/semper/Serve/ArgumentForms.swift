import ArgumentParser
import Logging
import SemperCommunication
import SemperCryptography
import SemperModel

// How values are written on a command line: as everywhere else.

extension Address: @retroactive ExpressibleByArgument {
  public init?(argument: String) { try? self.init(argument) }
}

extension Span: @retroactive ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}

extension CertifiedRole: @retroactive ExpressibleByArgument {}

extension Logger.Level: @retroactive ExpressibleByArgument {}
