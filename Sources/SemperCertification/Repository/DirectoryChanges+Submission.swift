public import SemperCoding
import SemperModel

extension DirectoryChanges {
  /// What a delegate hands in: its file, and the contents that the file lists and the directory does not have yet.
  public struct Submission: CanonicalValue {
    public static let version = 1

    public let delegate: String
    public let metadata: SignedMetadata<TargetsMetadata>
    public let contents: [TargetPath: [UInt8]]

    public init(
      of delegate: String, _ metadata: SignedMetadata<TargetsMetadata>, contents: [TargetPath: [UInt8]] = [:]
    ) {
      self.delegate = delegate
      self.metadata = metadata
      self.contents = contents
    }

    public var json: JSON {
      .fields([
        "contents": .object(JSONObject(contents.map { ($0.key.text, ByteString($0.value).json) })),
        "delegate": delegate.json, "metadata": ByteString(metadata.bytes).json, "v": Self.version.json,
      ])
    }

    public init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      let written: JSON = try fields.value("contents")
      delegate = try Delegation.checked(fields.value("delegate"))
      let file: ByteString = try fields.value("metadata")
      let version: Int = try fields.value("v")
      try fields.close()
      guard version == Self.version else {
        throw CodingError(.outOfRange, "a submission of version \(version) is not known here").inside("v")
      }
      do { metadata = try SignedMetadata(reading: file.bytes) } catch {
        throw CodingError(.malformed, error.detail).inside("metadata")
      }
      guard case .object(let object) = written else { throw CodingError(.wrongType, "an object is expected") }
      var contents = [TargetPath: [UInt8]]()
      for member in object.members {
        do { contents[try TargetPath(member.name)] = try ByteString(json: member.value).bytes } catch {
          throw error.inside(String(member.name.prefix(80))).inside("contents")
        }
      }
      self.contents = contents
    }
  }
}

extension DecodingLimits {
  /// A submission: a list with all that it lists.
  public static let submission = DecodingLimits(bytes: 64 << 20, members: 50_000)
}
