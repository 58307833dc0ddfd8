public import SemperCoding
public import SemperModel

/// What one file of The Update Framework says: the `signed` part of a root, timestamp, snapshot or targets file.
///
/// `init(json:)` checks every member that it uses and passes over those that it does not know, as the framework demands of
/// readers; signatures are over these too.
public protocol MetadataContent: CanonicalValue {
  /// The member `_type`.
  static var type: String { get }
  var version: Int { get }
  var expires: Timestamp { get }
}

extension MetadataContent {
  /// The version of the specification that is written; any 1.x is read.
  static var specification: String { "1.0.31" }

  /// What every file has, with its own members.
  func fields(_ own: [(String, JSON)]) -> JSON {
    .object(
      JSONObject(
        [
          ("_type", Self.type.json), ("expires", expires.json), ("spec_version", Self.specification.json),
          ("version", version.json),
        ] + own))
  }

  static func common(_ fields: inout ObjectReader) throws(CodingError) -> (version: Int, expires: Timestamp) {
    let type: String = try fields.value("_type")
    guard type == Self.type else {
      throw CodingError(.outOfRange, "this is “\(type.prefix(20))” and not “\(Self.type)”").inside("_type")
    }
    let specification: String = try fields.value("spec_version")
    let parts = specification.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0] == "1", parts.allSatisfy({ Int($0) != nil }) else {
      throw CodingError(.outOfRange, "version 1 of the specification is read here").inside("spec_version")
    }
    let version: Int = try fields.value("version")
    guard version >= 1 else { throw CodingError(.outOfRange, "versions begin with 1").inside("version") }
    return (version, try fields.value("expires"))
  }
}
