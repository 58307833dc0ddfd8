public import ArgumentParser
public import SemperCertification

extension Grade: ExpressibleByArgument {}
