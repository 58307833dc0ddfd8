/// Deals that were begun or woken in one timed window.
struct DealsRound: Codable {
  let seconds: Double
  let deals: [String]
  let latency: Latency
}
