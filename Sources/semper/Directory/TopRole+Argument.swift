public import ArgumentParser
public import SemperCertification

extension TopRole: ExpressibleByArgument {}
