import ArgumentParser

/// A process whose clock leaps: `bank@300` ahead by so many seconds, `bank@-300` back, `bank@300:4` four seconds after both
/// parties have begun.
struct ProcessLeap: ExpressibleByArgument, Sendable {
  /// The role, as a fall names it.
  let name: String
  let seconds: Int64
  /// How many seconds after the beginning; `nil` where a case says when.
  let after: Int64?

  init(name: String, seconds: Int64) {
    (self.name, self.seconds, after) = (name, seconds, nil)
  }

  init?(argument: String) {
    let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard (1...2).contains(numbers.count), let seconds = numbers[0], seconds != 0,
      let after = numbers.count == 1 ? 0 : numbers[1], after >= 0
    else { return nil }
    (name, self.seconds, self.after) = (String(parts[0]), seconds, after)
  }
}
