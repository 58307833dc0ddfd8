public import ArgumentParser
public import SemperCommerce

extension Carriage.Event: ExpressibleByArgument {}
