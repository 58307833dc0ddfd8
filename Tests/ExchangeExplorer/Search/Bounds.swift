/// How far a search goes. One that has met a bound is not exhaustive, and says so.
package struct Bounds: Sendable {
  package var states: Int
  package var depth: Int

  package init(states: Int = 4_000_000, depth: Int = .max) {
    self.states = states
    self.depth = depth
  }
}
