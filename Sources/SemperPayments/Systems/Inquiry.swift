/// Something that a side wants to be done outside and answered: by the bank, by a card, by the person.
public struct Inquiry: Hashable, Sendable {
  public enum Addressee: String, Sendable {
    /// The bank, mint or gateway.
    case provider
    /// A card, a module, or what the purse keeps in its own tables.
    case device
    /// The owner, in the trusted user interface.
    case person
  }

  /// What the side calls it; its answer comes back under this name.
  public let name: String
  public let addressee: Addressee
  public let request: [UInt8]
  /// Whether money may move by it. From the moment in which a side asks such a thing the operation is committed: it can no
  /// longer be cancelled, and only a conclusion with proof ends it.
  public let commits: Bool
  /// Whether the same request may be made again and gets the same answer. One that may not is never made again after a
  /// failure or a restart: the side gets `doubt` instead.
  public let isRepeatable: Bool

  public init(
    _ name: String, to addressee: Addressee, _ request: [UInt8], commits: Bool = false, isRepeatable: Bool = true
  ) {
    self.name = name
    self.addressee = addressee
    self.request = request
    self.commits = commits
    self.isRepeatable = isRepeatable
  }
}
