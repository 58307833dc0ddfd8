import Foundation

/// Collects measurements: a line of JSON at once, a table at the end.
struct Report {
  private var rows: [Measurement] = []

  /// Writes the measurement as a line and gives it back, so that others can be set against it.
  @discardableResult
  mutating func add(_ measurement: Measurement) throws -> Measurement {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    FileHandle.standardOutput.write(try encoder.encode(measurement) + Data("\n".utf8))
    rows.append(measurement)
    return measurement
  }

  /// Writes all rows as a Markdown table to standard error.
  func printTable() {
    var text = "\n| what | unit | median (min–max) | p50 / p99 ms | against | beside |\n|---|---|---|---|---|---|\n"
    for row in rows {
      let spread = "\(Self.text(row.spread.median)) (\(Self.text(row.spread.least))–\(Self.text(row.spread.most)))"
      let latency = row.latency.map { "\(Self.text($0.p50)) / \(Self.text($0.p99))" } ?? ""
      let references = row.references.map { "\(Self.text($0.ratio))× \($0.name)" }.joined(separator: "; ")
      let details = row.details.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.text($0.value))" }
      text += "| \(row.name) | \(row.unit) | \(spread) | \(latency) | \(references) | "
      text += details.joined(separator: "; ") + " |\n"
    }
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Three digits that count, no exponent.
  private static func text(_ value: Double) -> String {
    switch abs(value) {
    case 100...: String(format: "%.0f", value)
    case 10..<100: String(format: "%.1f", value)
    case 1..<10: String(format: "%.2f", value)
    default: String(format: "%.3f", value)
    }
  }
}
