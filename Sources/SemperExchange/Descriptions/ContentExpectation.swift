public import SemperCoding
import SemperModel
public import SemperStatements

/// Which content is expected: exactly a root, or at most so long, of these media types.
public struct ContentExpectation: Hashable, Sendable, CanonicalValue {
  public var roots: Wildcard<ContentRoot>
  /// In bytes; `nil` for any length.
  public var longest: Int64?
  /// Each file is of one of these.
  public var mediaTypes: Wildcard<MediaType>

  /// A longest length below one byte is a bug of the caller.
  public init(
    roots: Wildcard<ContentRoot> = .anything, longest: Int64? = nil, mediaTypes: Wildcard<MediaType> = .anything
  ) {
    precondition((longest ?? 1) > 0, "content has at least one byte")
    self.roots = roots
    self.longest = longest
    self.mediaTypes = mediaTypes
  }

  func difference(from item: ItemParticulars) -> ItemDifference? {
    guard let root = item.description.content else { return .anotherClass(item, "content") }
    guard roots.allows(root) else { return .differs("content", "the content has the root \(root.root)") }
    if let longest, root.length > longest {
      return .differs("length", "the content has \(root.length) bytes and at most \(longest) are expected")
    }
    if mediaTypes.demands {
      guard let content = item.content else { return .unsaid("media types") }
      if let file = content.manifest.files.first(where: { !mediaTypes.allows($0.mediaType) }) {
        return .differs("media types", "“\(file.path)” is of the type \(file.mediaType)")
      }
    }
    return nil
  }

  public var json: JSON {
    .fields(["longest": longest?.json, "mediaTypes": mediaTypes.member, "roots": roots.member])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    longest = try fields.optional("longest")
    mediaTypes = try Wildcard(member: fields.optional("mediaTypes"))
    roots = try Wildcard(member: fields.optional("roots"))
    try fields.close()
    guard (longest ?? 1) > 0 else { throw CodingError(.outOfRange, "content has at least one byte").inside("longest") }
  }
}
