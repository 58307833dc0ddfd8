/// What several rounds of one measurement gave. The median is the figure; minimum and maximum tell how far to trust it.
struct Spread: Codable, Sendable {
  let median: Double
  let least: Double
  let most: Double
  let rounds: Int

  init(_ values: [Double]) {
    precondition(!values.isEmpty, "nothing was measured")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    least = sorted[0]
    most = sorted[sorted.count - 1]
    rounds = sorted.count
  }
}
