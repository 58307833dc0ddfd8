public import SemperCoding
import SemperCryptography
public import SemperModel

/// A tree of items with security attributes in its inner nodes (paper III.B), as its sender composes it, or opened and
/// verified as a `VerifiedContainer`'s.
///
/// A container that exists is within `ContainerLimits` and without conflicts between its nodes.
public struct Container: Hashable, Sendable, CanonicalValue {
  public let root: ContainerBranch
  /// What the container is sent for (purpose `context`): a container is good for nothing else.
  public let context: Digest

  /// Refuses with `outsideTerms`, naming nodes and attribute, what `AttributeRules` call a conflict, and with
  /// `malformed` what is too large or has a sealed part.
  public init(root: ContainerBranch, context: Digest) throws(Refusal) {
    do {
      try ContainerLimits.check(root)
      guard root.sealedParts.isEmpty else {
        throw CodingError(.outOfRange, "a container is composed of open nodes; packing seals them")
      }
      guard root.canonicalBytes.count <= ContainerLimits.bytes else {
        throw CodingError(.tooLarge, "a container has at most \(ContainerLimits.bytes) bytes; send more as content")
      }
    } catch {
      throw Refusal(.malformed, blame: .us, "this cannot be a container: \(error)")
    }
    if let conflict = AttributeRules.conflicts(in: root).first { throw conflict.refusal(blame: .us) }
    self.root = root
    self.context = context
  }

  /// The digest that proofs of origin are about.
  public var digest: Digest { Self.digest(of: root.digest, context: context) }

  /// `H(container-root ‖ digest of the root ‖ context)`.
  static func digest(of root: Digest, context: Digest) -> Digest {
    Digest(of: root.bytes + context.bytes, for: .containerRoot)
  }

  /// All items in order.
  public var entries: [ContainerEntry] { root.entries() }

  /// What holds at a position, completed; `nil` where nothing stands. The empty path is the container itself.
  public func attributes(at path: String) -> SecurityAttributes? { root.attributes(at: path) }

  public var json: JSON { .fields(["context": context.json, "root": root.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let (root, context): (ContainerBranch, Digest) = (try fields.value("root"), try fields.value("context"))
    try fields.close()
    do {
      try self.init(root: root, context: context)
    } catch {
      throw CodingError(.outOfRange, error.detail)
    }
  }
}
