public import ArgumentParser
public import SemperCommerce

extension TrustedIssuers: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(text: argument) }
}
