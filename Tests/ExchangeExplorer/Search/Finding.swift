/// What a search has found out about a setting.
package struct Finding: Sendable {
  package let setting: String
  package var states = 0
  package var steps = 0
  package var depth = 0
  /// The bound that was met, if one was: then the search says nothing about what lies beyond it.
  package var bound: String?
  package var violation: Violation?
  /// How it can end, such as `completed, completed`; parties that go on are not in it.
  package var ends: Set<String> = []
  /// Whether the arbiter decides anything in it.
  package var asksArbiter = false
  package var seconds = 0.0

  mutating func add(_ other: Finding) {
    states += other.states
    steps += other.steps
    depth = max(depth, other.depth)
    bound = bound ?? other.bound
    violation = violation ?? other.violation
    ends.formUnion(other.ends)
    asksArbiter = asksArbiter || other.asksArbiter
    seconds += other.seconds
  }
}
