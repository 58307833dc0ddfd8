/// Why there is no figure.
struct BenchError: Error, CustomStringConvertible {
  enum Reason {
    case noKey, otherAnswer, noProcess, closed, unreadable
    case status(Int)
  }

  let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  var description: String {
    switch reason {
    case .noKey: "the measured mint has no key; is it another program?"
    case .otherAnswer: "the measured mint answered something else than was asked"
    case .noProcess: "the measured mint's process is gone; see its log in the folder of --dir"
    case .closed: "the measured mint has closed a connection; see its log in the folder of --dir"
    case .unreadable: "the measured mint's answer cannot be read"
    case .status(let status): "the measured mint refuses with status \(status)"
    }
  }
}
