import SemperModel

/// Two demands of one container that cannot both be met: where, which, and why.
public struct AttributeConflict: Hashable, Sendable, CustomStringConvertible {
  public enum Reason: String, Sendable, CaseIterable {
    /// The node asks for less than a node above it; a subtree can only be protected better.
    case weakerThanAbove
    /// The node wants an anonymous sender and another node a certified one. One sender answers for the whole container,
    /// so who reads both knows.
    case senderIsCertified
    /// The node wants an anonymous sender and the other one is an item that names a key by which the sender is known.
    case itemNamesSender
  }

  /// Position of the node whose demand cannot be met; empty for the container itself.
  public let path: String
  public let attribute: SecurityAttribute
  /// Position of what stands against it.
  public let against: String
  public let reason: Reason

  public init(path: String, attribute: SecurityAttribute, against: String, reason: Reason) {
    self.path = path
    self.attribute = attribute
    self.against = against
    self.reason = reason
  }

  public var description: String {
    let (node, other) = (Self.name(path), Self.name(against))
    switch reason {
    case .weakerThanAbove: return "\(node) asks for less \(attribute.rawValue) than \(other) above it"
    case .senderIsCertified: return "\(node) asks for \(attribute.rawValue), but \(other) asks for a certified sender"
    case .itemNamesSender: return "\(node) asks for \(attribute.rawValue), but \(other) names a key of the sender's"
    }
  }

  func refusal(blame: Blame) -> Refusal { Refusal(.outsideTerms, blame: blame, description) }

  private static func name(_ path: String) -> String { path.isEmpty ? "the container" : "“\(path)”" }
}
