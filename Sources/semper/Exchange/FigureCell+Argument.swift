public import ArgumentParser
public import SemperExchange

extension FigureCell: ExpressibleByArgument {}
