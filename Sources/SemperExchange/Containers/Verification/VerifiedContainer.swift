public import SemperCryptography
public import SemperModel

/// A container whose origin and attributes meet a receiver's policy, opened as far as the receiver can.
///
/// It cannot be decoded, only made by a `ContainerVerifier`. Signatures of statements among its items, and whether its
/// credentials and payments are good, have not been looked at: that is for the managers of those items.
public struct VerifiedContainer: Hashable, Sendable {
  public let origin: ContainerOrigin
  public let context: Digest
  /// The sender's statement, where there is one: evidence of origin, and of receipt once it is countersigned.
  public let statement: SignedStatement?
  let root: ContainerBranch

  init(root: ContainerBranch, context: Digest, origin: ContainerOrigin, statement: SignedStatement?) {
    self.root = root
    self.context = context
    self.origin = origin
    self.statement = statement
  }

  /// The same as the sender's `Container.digest`.
  public var digest: Digest { Container.digest(of: root.digest, context: context) }
  /// The items that this receiver can read.
  public var entries: [ContainerEntry] { root.entries() }
  /// Digests of the parts that are for others.
  public var closedParts: [Digest] { root.sealedParts.map(\.digest) }
  /// What holds at a position that this receiver can read, completed.
  public func attributes(at path: String) -> SecurityAttributes? { root.attributes(at: path) }
  public subscript(path: String) -> ContainerItem? { entries.first { $0.path == path }?.item }
}
