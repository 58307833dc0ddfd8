/// Repeats an operation without pause on one thread and counts how often it is done in a second of processor time.
///
/// Processor time, as `openssl speed` counts it, so that neighbours disturb the figure less; operations that wait for disk
/// or network are not measured this way.
struct Loop {
  /// Seconds a round lasts.
  var seconds = 1.0
  var rounds = 5

  /// Operations a second. The first round warms up and does not count.
  func rate(_ operation: () throws -> Void) rethrows -> Spread {
    var rates = [Double]()
    for round in 0...rounds {
      let rate = try once(operation)
      if round > 0 { rates.append(rate) }
    }
    return Spread(rates)
  }

  private func once(_ operation: () throws -> Void) rethrows -> Double {
    let start = Clock.processorSeconds
    var count = 0
    var elapsed = 0.0
    while elapsed < seconds {
      // The clock of a thread costs as much as a small operation, so it is read once for several.
      for _ in 0..<8 { try operation() }
      count += 8
      elapsed = Clock.processorSeconds - start
    }
    return Double(count) / elapsed
  }
}
