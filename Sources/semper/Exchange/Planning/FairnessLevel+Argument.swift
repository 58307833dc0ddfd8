public import ArgumentParser
public import SemperExchange

extension FairnessLevel: ExpressibleByArgument {}
