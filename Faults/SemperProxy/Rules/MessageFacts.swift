/// What rules look at in a message.
struct MessageFacts: Sendable {
  let direction: Direction
  let method: String
  let path: String
  /// Of a response.
  let status: Int?
  let types: Set<String>
}
