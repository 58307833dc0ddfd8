/// One figure with what it is compared to.
struct Measurement: Encodable, Sendable {
  /// A figure of the same run that another one is set against.
  struct Reference: Encodable, Sendable {
    let name: String
    let ratio: Double
  }

  let benchmark: String
  let name: String
  let unit: String
  let spread: Spread
  var latency: Latency?
  var references: [Reference] = []
  /// Further figures by name, with the unit in the name.
  var details: [String: Double] = [:]

  init(_ benchmark: String, _ name: String, _ unit: String, _ spread: Spread, latency: Latency? = nil) {
    self.benchmark = benchmark
    self.name = name
    self.unit = unit
    self.spread = spread
    self.latency = latency
  }

  func over(_ other: Measurement) -> Measurement { over(other.spread.median, other.name) }

  func over(_ value: Double, _ name: String) -> Measurement {
    var copy = self
    copy.references.append(Reference(name: name, ratio: spread.median / value))
    return copy
  }

  func with(_ name: String, _ value: Double) -> Measurement {
    var copy = self
    copy.details[name] = value
    return copy
  }
}
