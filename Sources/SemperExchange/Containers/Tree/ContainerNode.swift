public import SemperCoding
import SemperCryptography
public import SemperModel

/// A node of a container's tree.
public enum ContainerNode: Hashable, Sendable {
  case branch(ContainerBranch)
  case leaf(ContainerLeaf)
  /// A branch that only its recipients can read. It occurs in what travels, never in a `Container`.
  case sealed(SealedPart)

  /// What the tree above commits to. A sealed branch has the digest of the branch in it, so sealing changes no root.
  public var digest: Digest {
    switch self {
    case .branch(let branch): branch.digest
    case .leaf(let leaf): leaf.digest
    case .sealed(let part): part.digest
    }
  }

  /// `nil` for a sealed one: names are under the seal too.
  var name: String? {
    switch self {
    case .branch(let branch): branch.name
    case .leaf(let leaf): leaf.name
    case .sealed: nil
    }
  }

  var isSealed: Bool {
    if case .sealed = self { true } else { false }
  }
}

extension ContainerNode: CanonicalValue {
  public var json: JSON {
    switch self {
    case .branch(let branch): branch.json
    case .leaf(let leaf): leaf.json
    case .sealed(let part): part.json
    }
  }

  public init(json: JSON) throws(CodingError) {
    if json["children"] != nil {
      self = .branch(try ContainerBranch(json: json))
    } else if json["item"] != nil {
      self = .leaf(try ContainerLeaf(json: json))
    } else {
      self = .sealed(try SealedPart(json: json))
    }
  }
}

/// The name of a node among its siblings: one name of an `ItemPath`.
enum NodeName {
  static func checked(_ name: String) throws(CodingError) -> String {
    guard !name.utf8.contains(UInt8(ascii: "/")) else {
      throw CodingError(.wrongForm, "a node has one name, not a path")
    }
    return try ItemPath.checked(name)
  }
}
