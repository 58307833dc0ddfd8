public import ArgumentParser
public import SemperCertification

extension Withdrawal.Reason: ExpressibleByArgument {}
