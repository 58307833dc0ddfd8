public import ArgumentParser
public import SemperCryptography

extension CertifiedRole: ExpressibleByArgument {}
