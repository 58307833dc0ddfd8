public import SemperCoding
import SemperCryptography
import SemperModel

/// That another role speaks for some paths: these keys, so many of them, for what matches. An evaluator's paths are delegated to
/// its own key, so that the directory cannot speak for it.
public struct Delegation: Hashable, Sendable, CanonicalValue {
  static let longestName = 64
  static let most = 1_024

  public enum Paths: Hashable, Sendable {
    case patterns([PathPattern])
    /// Beginnings of the SHA-256 of a path, in hexadecimal.
    case hashPrefixes([String])
  }

  public let name: String
  public let holders: KeyHolders
  /// Whether a path that matches is looked for nowhere else, also when this role does not list it (TUF 1.0, “terminating”).
  public let isTerminating: Bool
  public let paths: Paths

  public init(
    _ name: String, to holders: KeyHolders, paths: [PathPattern], isTerminating: Bool = true
  ) throws(CodingError) {
    self.name = try Self.checked(name)
    self.holders = holders
    self.isTerminating = isTerminating
    self.paths = .patterns(paths)
  }

  /// The name itself, if a delegated role may have it: not that of a role of the root, and a part of a path.
  static func checked(_ name: String) throws(CodingError) -> String {
    guard (1...longestName).contains(name.utf8.count), name.utf8.allSatisfy(TargetPath.isAllowed),
      name.utf8.first != UInt8(ascii: "."), !TopRole.allCases.contains(where: { $0.rawValue == name })
    else {
      throw CodingError(
        .wrongForm, "a delegated role is named in letters, digits, “.”, “_” and “-”, and not like a role of the root")
    }
    return name
  }

  public func covers(_ path: TargetPath) -> Bool {
    switch paths {
    case .patterns(let patterns): return patterns.contains { $0.matches(path) }
    case .hashPrefixes(let prefixes):
      let hash = Hexadecimal.text(Digest(plain: Array(path.text.utf8)).bytes)
      return prefixes.contains { hash.hasPrefix($0) }
    }
  }

  public var json: JSON {
    let place: (String, JSON) =
      switch paths {
      case .patterns(let patterns): ("paths", patterns.json)
      case .hashPrefixes(let prefixes): ("path_hash_prefixes", prefixes.json)
      }
    return .object(holders.members([("name", name.json), ("terminating", isTerminating.json), place]))
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    name = try Self.checked(fields.value("name"))
    holders = try KeyHolders(&fields)
    isTerminating = try fields.value("terminating")
    let patterns: [PathPattern]? = try fields.optional("paths")
    let prefixes: [String]? = try fields.optional("path_hash_prefixes")
    switch (patterns, prefixes) {
    case (let patterns?, nil) where patterns.count <= Self.most: paths = .patterns(patterns)
    case (nil, let prefixes?) where prefixes.count <= Self.most && prefixes.allSatisfy(Self.isPrefix):
      paths = .hashPrefixes(prefixes)
    default: throw CodingError(.wrongForm, "a delegation has paths or prefixes, and at most \(Self.most)")
    }
  }

  private static func isPrefix(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
      }
  }
}
