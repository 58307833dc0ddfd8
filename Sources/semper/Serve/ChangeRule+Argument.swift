public import ArgumentParser
public import SemperEcash

extension ChangeRule: ExpressibleByArgument {}
