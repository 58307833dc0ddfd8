/// A property that does not hold, with the shortest way to where it does not.
package struct Violation: Sendable, Hashable {
  package let property: String
  package let story: [String]
}
