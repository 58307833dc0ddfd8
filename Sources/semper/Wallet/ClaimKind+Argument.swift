public import ArgumentParser
public import SemperTerms

extension ClaimKind: ExpressibleByArgument {}
